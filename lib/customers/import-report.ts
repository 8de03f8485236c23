import type { ColumnMap } from "./import-columns";
import type { RefusedLine } from "./import-row";

/** More are counted, not listed. */
export const MOST_REFUSALS = 1000;

export type ImportReport = {
  /** False: nothing was written; the same file would do this. */
  executed: boolean;
  lines: number;
  added: number;
  changed: number;
  unchanged: number;
  refused: number;
  refusals: RefusedLine[];
  columns: ColumnMap["columns"];
};

export const emptyReport = (executed: boolean, columns: ColumnMap["columns"]): ImportReport => ({
  executed,
  lines: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  refused: 0,
  refusals: [],
  columns,
});

export function noteRefusal(report: ImportReport, refusal: RefusedLine): void {
  report.refused += 1;
  if (report.refusals.length < MOST_REFUSALS) report.refusals.push(refusal);
}
