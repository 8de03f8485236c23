import "server-only";
import { filePages } from "./list-files";
import { lookAtPairs } from "./look-at-pairs";
import { merge } from "./merge";
import { rowPages } from "./read-rows";
import { keepStretch, type Scan, type Stretch } from "./scan-state";

/** How often the place is kept where nothing is found: a crash costs so much work at most. */
const KEEP_EVERY_MS = 2_000;
const KEEP_FOUND = 200;

/** Rows and files side by side from where the last slice ended, until the end or until time is up. */
export async function scanWalk(scan: Scan): Promise<void> {
  const { run, rt, scope, eyes, place, pageSize } = scan;
  const { after: hex, ...from } = place.walk;
  const after = hex === null ? null : Buffer.from(hex, "hex");
  const customerIds = run.scope.customerIds ?? null;
  const pieces = merge(
    rowPages(rt.db, after, customerIds, pageSize),
    filePages(rt.storage, { prefix: run.prefix, ranges: place.ranges }, from, after, pageSize),
    from,
    pageSize,
  );
  let open = nothing();
  let skipped = 0;
  let keptMs = performance.now();
  for await (const piece of pieces) {
    const looked = await lookAtPairs(piece.pairs, scope, eyes);
    open.found.push(...looked.found);
    open.failed.push(...looked.failedCustomers);
    for (const name of names) open.tally[name] += looked.tally[name];
    // Of some customers only, what lies there and is nobody's file isn't theirs either.
    open.tally.unreadable += customerIds ? 0 : piece.skipped - skipped;
    skipped = piece.skipped;
    if (piece.pairs.length > 0) open.place.walk = { after: piece.after.toString("hex"), ...piece.from };
    const isDue = performance.now() - keptMs >= KEEP_EVERY_MS || open.found.length >= KEEP_FOUND;
    if (piece.isLast || (!isDue && !scan.isOver())) continue;
    await keepStretch(scan, open);
    if (scan.isOver()) return;
    open = nothing();
    keptMs = performance.now();
  }
  await keepStretch(scan, { ...open, phase: "duplicates" });
}

const names = ["rows", "files", "valid", "fresh", "unreadable"] as const;
const nothing = () => ({
  ...{ found: [] as NonNullable<Stretch["found"]>[number][], failed: [] as number[] },
  tally: { rows: 0, files: 0, valid: 0, fresh: 0, unreadable: 0 },
  place: {} as NonNullable<Stretch["place"]>,
});
