import { and, asc, eq, isNull, lte, or } from "drizzle-orm";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { openPhone } from "@/lib/customers/sealed-phone";
import { renderText } from "@/lib/messages/template";
import type { Runtime } from "@/lib/runtime";
import { accountOf } from "@/lib/tenants/account-of";

const LEASE_MS = 60_000;

/**
 * How most programs send, for comparison: a lease that runs out, "is it sent already?", the package's `send()` with its
 * own retries, write it down. What went wrong is tried again.
 */
export async function naiveBatches(rt: Pick<Runtime, "db" | "clock" | "env">): Promise<void> {
  const { SolapiMessageService } = await import("solapi");
  const { db } = rt;
  const now = await rt.clock();
  const due = await db
    .select({ batch: sendBatches, message: messages, tenant: tenants })
    .from(sendBatches)
    .innerJoin(messages, eq(messages.id, sendBatches.messageId))
    .innerJoin(tenants, eq(tenants.id, sendBatches.tenantId))
    .where(eq(sendBatches.phase, "new"));
  await Promise.all(
    due.map(async ({ batch, message, tenant }) => {
      const isFree = or(isNull(sendBatches.leaseUntil), lte(sendBatches.leaseUntil, now));
      const [claimed] = await db
        .update(sendBatches)
        .set({ leaseUntil: new Date(now.getTime() + LEASE_MS) })
        .where(and(eq(sendBatches.id, batch.id), eq(sendBatches.phase, "new"), isFree));
      const opened = accountOf(rt.env, tenant);
      if (claimed.affectedRows === 0 || !opened.ok) return;
      const rows = await db
        .select()
        .from(messageLogs)
        .where(eq(messageLogs.batchId, batch.id))
        .orderBy(asc(messageLogs.id));
      const sdk = new SolapiMessageService(opened.account.apiKey, opened.account.apiSecret);
      try {
        await sdk.send(
          rows.map((row) => ({
            to: openPhone(rt.env, { phoneKey: row.recipientKey, phone: row.phone! }),
            ...{ from: message.sender, text: renderText(message, row.variables ?? {}), type: "SMS" as const },
            customFields: { logId: String(row.id) },
          })),
        );
        await db.update(sendBatches).set({ phase: "sent", leaseUntil: null }).where(eq(sendBatches.id, batch.id));
      } catch {
        await db.update(sendBatches).set({ leaseUntil: null }).where(eq(sendBatches.id, batch.id));
      }
    }),
  );
}

/** Leads the package to the simulator and gives it the obvious time-out, and nothing else. */
export function routePlainly(baseUrl: string): void {
  const beyond = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = String(input instanceof Request ? input.url : input).replace("https://api.solapi.com", baseUrl);
    return beyond(url, { ...init, signal: AbortSignal.timeout(15_000) });
  };
}
