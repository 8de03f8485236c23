import type { LogDto } from "@/lib/deliveries/log-dto";
import { logLook } from "@/lib/deliveries/look";
import { kstDate } from "@/lib/time/kst";

/** A row of the list: one occurrence, or many of one moment that all arrived and fold into one line. */
export type ListRow = { kind: "one"; log: LogDto } | { kind: "fold"; key: string; logs: LogDto[] };
export type DayRows = { day: string; rows: ListRow[] };

/** Fewer rooms than this are read one by one. */
const FOLD_FROM = 3;

const foldKey = (log: LogDto): string | null =>
  log.kind === "schedule" && logLook(log.status, log.certainty) === "arrived" && !log.isCatchUp
    ? `${log.scheduledAt}/${log.title}`
    : null;

/** The list by Korean days, newest first as it comes; what went out everywhere at once and arrived is one line. */
export function groupRows(logs: readonly LogDto[]): DayRows[] {
  const days: DayRows[] = [];
  const folds = new Map<string, LogDto[]>();
  for (const log of logs) {
    const key = foldKey(log);
    if (key) folds.set(key, [...(folds.get(key) ?? []), log]);
  }
  const placed = new Set<string>();
  for (const log of logs) {
    const day = kstDate(new Date(log.scheduledAt));
    if (days.at(-1)?.day !== day) days.push({ day, rows: [] });
    const rows = days.at(-1)!.rows;
    const key = foldKey(log);
    const fold = key ? (folds.get(key) ?? []) : [];
    if (!key || fold.length < FOLD_FROM) rows.push({ kind: "one", log });
    else if (!placed.has(key)) {
      placed.add(key);
      rows.push({ kind: "fold", key, logs: fold });
    }
  }
  return days;
}
