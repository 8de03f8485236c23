import "server-only";
import { and, eq } from "drizzle-orm";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { optOuts } from "@/db/schema/customers";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type OptOutDto, toOptOutDto } from "./opt-out-queries";
import type { OptOutInput } from "./opt-out-schema";
import { optOutTenant } from "./opt-out-tenant";
import { phoneKey } from "./phone-key";
import { withoutNumbers } from "./without-numbers";
import { writeOptOuts } from "./write-opt-outs";

/**
 * Writes down that someone refused; from now on nothing of that sender goes to them.
 * @throws AppError forbidden; invalid at `phone` or `tenantId`
 */
export async function addOptOut(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  { phone, note, tenantId }: OptOutInput,
): Promise<OptOutDto> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const now = await rt.clock();
  return retryDeadlocks(rt.db, async (tx) => {
    const tenant = await optOutTenant(tx, actor, tenantId);
    const order = { tenantId: tenant.id, source: "manual" as const, createdBy: actor.userId, now, env: rt.env };
    await writeOptOuts(tx, order, [{ digits: phone, note: note ? withoutNumbers(note) : null }]);
    const [row] = await tx
      .select()
      .from(optOuts)
      .where(and(eq(optOuts.tenantId, tenant.id), eq(optOuts.phoneKey, phoneKey(rt.env.LOOKUP_KEY, phone))));
    if (!row) throw new Error("the refusal was not written");
    const subject = `opt_out:${row.id}`;
    await writeAudit(tx, actor, now, {
      action: "opt_out.add",
      subject,
      orgId: tenant.orgId,
      after: { note: row.note },
    });
    return toOptOutDto(row);
  });
}
