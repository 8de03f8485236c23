import "server-only";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can, mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { hyphenate } from "@/lib/transports/phone-number";
import { lockCustomer } from "./lock-customer";
import type { RevealInput } from "./schema";
import { openPhone } from "./sealed-phone";
import { withoutNumbers } from "./without-numbers";

/**
 * The one door that shows a whole number: to whoever may, for a reason that stays with their name (product.md 17). The
 * row of the audit is written before anything is opened.
 * @returns `010-0000-0001`
 * @throws AppError forbidden without the role; not_found, also for someone without a number
 */
export async function revealNumber(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id, reason }: RevealInput,
): Promise<{ phone: string }> {
  if (!mayEver(actor, "number.reveal")) throw new AppError("forbidden");
  const now = await rt.clock();
  return rt.db.transaction(async (tx) => {
    const { phoneKey, phone, orgId, path } = await lockCustomer(tx, actor, id);
    if (!phoneKey || !phone || !can(actor, "number.reveal", path)) throw new AppError("not_found");
    await writeAudit(tx, actor, now, {
      action: "customer.reveal",
      subject: `customer:${id}`,
      orgId,
      after: { reason: withoutNumbers(reason) },
    });
    return { phone: hyphenate(openPhone(rt.env, { phoneKey, phone })) };
  });
}
