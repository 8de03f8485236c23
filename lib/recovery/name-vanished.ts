import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { insertRows } from "@/db/insert-rows";
import { messageRecipients } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import { unseal } from "@/lib/access/sealed";
import { ordinalKey, phoneKey } from "@/lib/customers/phone-key";
import { sealPhone } from "@/lib/customers/sealed-phone";
import { phoneReasons } from "@/lib/messages/recipients";
import { numbersPlace } from "@/lib/messages/write-message";
import type { Runtime } from "@/lib/runtime";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import type { ScopeSet } from "./scope-set";

type Keys = Pick<Runtime["env"], "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
type Short = { id: number; numbers: Buffer; shortfall: number };
/** Messages of one plan that are looked through: one of them is an incident already. */
const MOST_MESSAGES = 500;

/**
 * Writes down whom messages of our own were meant for whose row is gone, as the list they were accepted with names them: beside the
 * ledger, which isn't touched, so that a plan finds them like those of an old system. The list tells numbers and not texts: of a
 * number that was to get two texts and has one row nobody can say whether the other is missing, and what the list can't account for
 * stays without a name.
 */
export async function nameVanished(tx: Tx, env: Keys, { where }: Pick<ScopeSet, "where">): Promise<void> {
  const [rows] =
    await tx.execute(sql`select m.id, m.recipient_numbers as numbers, m.listed_count - m.recorded_count as shortfall
    from ${messages} m where ${where} and m.origin = 'new' and m.gap in ('missing', 'partial') and m.recipient_numbers is not null
    order by m.id limit ${sql.raw(String(MOST_MESSAGES))}`);
  for (const { id, numbers, shortfall } of rows as unknown as Short[])
    await nameOf(tx, env, { id: Number(id), numbers, shortfall: Number(shortfall) });
}

async function nameOf(tx: Tx, env: Keys, { id, numbers, shortfall }: Short): Promise<void> {
  const list = listOf(env, id, numbers);
  if (list === null) return;
  const logged = await tx
    .selectDistinct({ key: messageLogs.recipientKey })
    .from(messageLogs)
    .where(eq(messageLogs.messageId, id));
  const named = await tx
    .select({ key: messageRecipients.recipientKey })
    .from(messageRecipients)
    .where(eq(messageRecipients.messageId, id));
  const present = new Set(logged.map(({ key }) => key.toString("hex")));
  const vanished = vanishedFrom(env, list, present);
  // More than are missing: this isn't the list these rows came from, or not with these keys.
  if (vanished.length > shortfall) return;
  const known = new Set(named.map(({ key }) => key.toString("hex")));
  const fresh = vanished.filter(({ recipientKey }) => !known.has(recipientKey.toString("hex")));
  await insertRows(tx, messageRecipients, { messageId: id, source: "own" }, fresh);
}

function listOf({ ENCRYPTION_KEYS }: Keys, id: number, numbers: Buffer): (string | null)[] | null {
  try {
    return JSON.parse(unseal(ENCRYPTION_KEYS, numbersPlace(id), numbers)) as (string | null)[];
  } catch {
    // The key it was sealed with is gone: nobody can name them then.
    return null;
  }
}

/** Those of a list who have no row, each number once. */
function vanishedFrom(env: Keys, list: readonly (string | null)[], present: ReadonlySet<string>) {
  const found = new Map<string, { recipientKey: Buffer; ordinal: number } & ReturnType<typeof nobody>>();
  for (const [ordinal, number] of list.entries()) {
    const byPlace = ordinalKey(env.LOOKUP_KEY, ordinal);
    if (present.has(byPlace.toString("hex"))) continue;
    const reading = normaliseKoreanNumber(number ?? "");
    const recipientKey = reading.kind === "refused" ? byPlace : phoneKey(env.LOOKUP_KEY, reading.number);
    const name = recipientKey.toString("hex");
    if (present.has(name) || found.has(name)) continue;
    found.set(name, { recipientKey, ordinal, ...columnsOf(env, reading, recipientKey) });
  }
  return [...found.values()];
}

const nobody = (reasonCode: string | null) => ({
  phone: null as Buffer | null,
  phoneLast4: null as string | null,
  reasonCode,
});

function columnsOf(env: Keys, reading: ReturnType<typeof normaliseKoreanNumber>, key: Buffer) {
  if (reading.kind === "refused") return nobody(phoneReasons[reading.reason]);
  const { phone, phoneLast4 } = sealPhone(env, reading.number, key);
  return { ...nobody(null), phone, phoneLast4 };
}
