import { listLogs } from "@/lib/deliveries/queries";
import { PAGE } from "@/lib/orgs/query-fields";
import { listSchedules } from "@/lib/schedules/queries";
import { type Finding, interleave, percentile, ratio } from "./measure";
import { openWorlds, type World } from "./worlds";

const ROUNDS = 150;
const DEEP_PAGE = 1000;

/** W1: a page of a list costs the same in a small and in a large ledger, and at any depth. */
export async function benchLists(rows: number): Promise<Finding[]> {
  const { small, large, stop } = await openWorlds(rows);
  const logs = ({ db, scope }: World, cursor?: string) =>
    listLogs(db, scope, { limit: PAGE, ...(cursor && { cursor: cursor as never }) });
  const schedules = ({ db, scope, mbId, now }: World) =>
    listSchedules(db, scope, { view: "all", limit: 50, mbId, now } as never);
  const findings: Finding[] = [];
  for (const [name, read] of [
    ["/logs", logs],
    ["/schedules", schedules],
  ] as const) {
    const [few, many] = await interleave(
      ROUNDS,
      () => read(small),
      () => read(large),
    );
    findings.push(
      ratio(`${name} p95, 1,000 → ${rows.toLocaleString("en")} rows`, percentile(few, 95), percentile(many, 95), 1.5),
    );
  }
  const { decodeLogCursor, encodeLogCursor } = await import("@/lib/deliveries/log-cursor");
  // The ledger holds one row a second backwards, so the cursor of page 1,000 is known without walking there.
  const deepAt = new Date(large.now.getTime() - (DEEP_PAGE - 1) * PAGE * 1000);
  const deep = decodeLogCursor(encodeLogCursor({ scheduledAt: deepAt, id: Number.MAX_SAFE_INTEGER }));
  const page = (cursor?: unknown) =>
    listLogs(large.db, large.scope, { limit: PAGE, ...(cursor ? { cursor: cursor as never } : {}) });
  if (rows > DEEP_PAGE * PAGE && (await page(deep)).items.length === PAGE) {
    const [first, thousandth] = await interleave(
      ROUNDS,
      () => page(),
      () => page(deep),
    );
    findings.push(ratio("/logs p50, page 1 → page 1,000", percentile(first, 50), percentile(thousandth, 50), 1.5));
  }
  await stop();
  return findings;
}
