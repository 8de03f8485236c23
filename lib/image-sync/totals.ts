import type { SyncCounts } from "@/db/schema/image-sync";
import type { TotalsDto } from "./run-dto";

/** Sums before anything was looked at. */
export const noCounts = (): SyncCounts => ({
  ...{ customers: 0, problemCustomers: 0, rows: 0, expectedRows: 0, files: 0, valid: 0, fresh: 0, unreadable: 0 },
  ...{ doubtful: 0, verdicts: {}, bytesToSetAside: 0 },
  split: { ghostOnly: 0, duplicateOnly: 0, both: 0, other: 0 },
});

/** A share in percent with two decimals, or null of nothing. */
export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.round((part / whole) * 10_000) / 100;

/** The sums as they are told (S4-48…S4-50). */
export function totalsOf(counts: SyncCounts): TotalsDto {
  const { verdicts, split, ...sums } = counts;
  const of = (verdict: keyof typeof verdicts) => verdicts[verdict] ?? 0;
  return {
    ...{ customers: sums.customers, problemCustomers: sums.problemCustomers },
    problemPct: shareOf(sums.problemCustomers, sums.customers),
    ...{ rows: sums.rows, expectedRows: sums.expectedRows, files: sums.files, valid: sums.valid },
    ...{ ghost: of("ghost"), duplicate: of("duplicate_key") + of("duplicate_content"), mispath: of("mispath") },
    ...{ conflict: of("same_name"), expiredPending: of("expired_pending") },
    ...{
      thumbnail: of("thumbnail"),
      thumbnailOnly: of("thumbnail_only"),
      orphan: of("orphan"),
      corrupt: of("corrupt"),
    },
    ...{ doubtful: sums.doubtful, fresh: sums.fresh, unreadable: sums.unreadable },
    ...{ bytesToSetAside: sums.bytesToSetAside, split },
    ...(sums.drift !== undefined && { drift: sums.drift }),
  };
}

/** The sums one under the other, as a file has them. */
export const totalNames = [
  ...(["customers", "problemCustomers", "problemPct", "valid", "ghost", "duplicate"] as const),
  ...(["ghostOnly", "duplicateOnly", "both", "otherOnly"] as const),
  ...(["mispath", "conflict", "expiredPending", "thumbnail", "thumbnailOnly", "orphan", "corrupt"] as const),
  ...(["rows", "expectedRows", "files", "doubtful", "fresh", "unreadable", "bytesToSetAside"] as const),
] as const;
export type TotalName = (typeof totalNames)[number];

export function totalLines({ split, ...totals }: TotalsDto): { name: TotalName; value: number | null }[] {
  const { ghostOnly, duplicateOnly, both, other: otherOnly } = split;
  const all = { ...totals, ghostOnly, duplicateOnly, both, otherOnly };
  return totalNames.map((name) => ({ name, value: all[name] }));
}
