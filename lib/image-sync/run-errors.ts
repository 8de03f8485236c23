/** Why a scan ended without a plan: words of the catalogue `imageSync.errors`. Execution has its own beside them. */
export const scanErrors = [
  "canary_failed",
  "storage_empty",
  "prefix_empty",
  "database_empty",
  "clock_skew",
  "listing_failed",
  "listing_disorder",
  "rows_disorder",
  "too_many_ghosts",
  "too_many_errors",
] as const;
export type ScanError = (typeof scanErrors)[number];

/** Ends a scan for good: nothing it has seen may be acted on. */
export class ScanAborted extends Error {
  override readonly name = "ScanAborted";
  constructor(
    readonly reason: ScanError,
    detail = "",
  ) {
    super(detail || reason);
  }
}
