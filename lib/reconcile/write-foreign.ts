import "server-only";
import { sql } from "drizzle-orm";
import { foreignSends } from "@/db/schema/reconcile";
import { phoneKey } from "@/lib/customers/phone-key";
import { sealPhone } from "@/lib/customers/sealed-phone";
import type { ProviderRuntime } from "@/lib/recovery/ask-provider";
import { wordOf } from "@/lib/recovery/provider-word";
import type { ReportedMessage } from "@/lib/transports/phone-port";

/** Who sends with an account: of several, whose number it left from. */
export type Payer = { tenantId: number; orgId: number; senders: readonly string[] };

const textOf = (text: string | null, most: number): string | null =>
  text?.replace(/[^\x21-\x7e]/g, "").slice(0, most) || null;

/** Keeps messages that were sent with an account, but not from here, so that a customer's history is whole (외부 발송). Their texts aren't kept. */
export async function writeForeign(
  rt: Pick<ProviderRuntime, "db" | "env">,
  payers: readonly Payer[],
  items: readonly ReportedMessage[],
  at: Date,
): Promise<number> {
  const home = payers[0];
  if (!home) return 0;
  const rows = items.flatMap((item) => {
    const word = wordOf(item);
    if (!word) return [];
    const { tenantId, orgId } = payers.find(({ senders }) => senders.includes(item.from ?? "")) ?? home;
    const key = phoneKey(rt.env.LOOKUP_KEY, word.digits);
    const { phone, phoneLast4 } = sealPhone(rt.env, word.digits, key);
    return [
      {
        ...{ solapiMessageId: item.messageId.slice(0, 40), groupId: textOf(item.groupId, 40), tenantId, orgId },
        ...{ recipientKey: key, phone, phoneLast4, type: textOf(item.type, 20), sender: textOf(item.from, 20) },
        ...{ status: word.status, providerCode: textOf(word.code, 20), chars: item.text?.length ?? null },
        ...{ sentAt: item.createdAt ?? at, seenAt: at },
      },
    ];
  });
  if (rows.length > 0)
    await rt.db
      .insert(foreignSends)
      .values(rows)
      .onDuplicateKeyUpdate({
        set: { status: sql`values(status)`, providerCode: sql`values(provider_code)`, seenAt: sql`values(seen_at)` },
      });
  return rows.length;
}
