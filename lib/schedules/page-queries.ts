import "server-only";
import type { Executor } from "@/db/client";
import type { OrgScope } from "@/lib/access/scope";
import type { ListQuery } from "./list-paths";
import { listSchedules } from "./queries";
import type { ResultLook } from "./recent-results";
import { recentResults } from "./result-queries";
import type { ScheduleDto } from "./schedule-dto";

/** A schedule with how its last fourteen occurrences went, oldest first. */
export type ScheduleItem = ScheduleDto & { recentResults: ResultLook[] };

/** A page of the list with everything a row shows, in a fixed number of statements. */
export async function schedulePage(
  db: Executor,
  scope: OrgScope,
  query: ListQuery & { limit: number },
): Promise<{ items: ScheduleItem[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listSchedules(db, scope, query);
  const results = await recentResults(db, items);
  return { items: items.map((item) => ({ ...item, recentResults: results.get(item.id) ?? [] })), nextCursor };
}
