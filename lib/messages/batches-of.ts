import type { PhoneChannel } from "@/db/enums";
import { type Money, sumOf } from "@/lib/tenants/money";

/** One group at Solapi takes a number once and travels in one request (solapi.md §3.6). */
export const BATCH_MAX = 10_000;

type Going = { channel: PhoneChannel; variant: number };
export type PlannedBatch<R extends Going> = { channel: PhoneChannel; variant: number; rows: R[]; amount: Money };

/** Rows as they travel: one batch for each channel and variant, of at most 10,000, what it may cost with it. */
export function batchesOf<R extends Going>(
  rows: readonly R[],
  reservedOf: (row: R) => Money,
  most = BATCH_MAX,
): PlannedBatch<R>[] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = `${row.channel}/${row.variant}`;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flatMap((group) => {
    const { channel, variant } = group[0]!;
    const parts = Array.from({ length: Math.ceil(group.length / most) }, (_, i) =>
      group.slice(i * most, (i + 1) * most),
    );
    return parts.map((part) => ({ channel, variant, rows: part, amount: sumOf(part.map(reservedOf)) }));
  });
}
