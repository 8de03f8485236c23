import "server-only";
import { sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import type { messages } from "@/db/schema/messages";
import { differences } from "@/db/schema/reconcile";

export type Difference = Pick<
  typeof differences.$inferInsert,
  "kind" | "logId" | "solapiMessageId" | "recipientKey" | "phoneLast4" | "ours" | "theirs" | "providerCode"
>;

/** Puts what differs before a person, once: what a person has decided stays decided unless the provider says something new. */
export async function noteDifferences(
  tx: Tx,
  message: Pick<typeof messages.$inferSelect, "id" | "tenantId" | "orgId">,
  found: readonly Difference[],
  at: Date,
): Promise<void> {
  if (found.length === 0) return;
  const { id: messageId, tenantId, orgId } = message;
  await tx
    .insert(differences)
    .values(found.map((one) => ({ ...one, messageId, tenantId, orgId, seenAt: at })))
    .onDuplicateKeyUpdate({
      set: {
        state: sql`if(${differences.theirs} <=> values(theirs), ${differences.state}, 'open')`,
        theirs: sql`values(theirs)`,
        ours: sql`values(ours)`,
        providerCode: sql`values(provider_code)`,
        seenAt: sql`values(seen_at)`,
      },
    });
}
