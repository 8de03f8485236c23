import "server-only";
import { and, asc, count, eq, gt, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { customerImages } from "@/db/schema/customer-images";
import { syncFindings } from "@/db/schema/image-sync";
import { areTooManyErrors, areTooManyGhosts, isMostOfCustomer } from "./caps";
import { countFindings } from "./count-findings";
import { makePlan } from "./make-plan";
import { noteDrift } from "./note-drift";
import { noteVerified } from "./note-verified";
import { ScanAborted } from "./run-errors";
import { changeRun, keepStretch, type Scan } from "./scan-state";

const AT_ONCE = 500;

/** "more": time was up before it was through. */
type Step = (scan: Scan) => Promise<"more" | undefined>;
/** What only shows once everything was seen, in this order; each step may be repeated after a crash. */
const STEPS: Step[] = [settleMispaths, checkCaps, doubtMostOfCustomer, doubtFailed, noteVerified];

/** Judges the whole, sums it up and makes the plan: with that the scan has ended. */
export async function finishScan(scan: Scan): Promise<void> {
  for (let { step } = scan.place.finish; step < STEPS.length; step++) {
    if ((await STEPS[step]!(scan)) === "more") return;
    await keepStretch(scan, { place: { finish: { step: step + 1, customer: 0 } } });
    if (scan.isOver()) return;
  }
  const counts = { ...scan.counts, ...(await countFindings(scan)), ...(await noteDrift(scan)) };
  const now = await scan.rt.clock();
  const isVerify = scan.run.reason === "verify";
  await scan.rt.db.transaction(async (tx) => {
    await changeRun(tx, scan.lease, {
      ...{ state: isVerify ? "done" : "planned", counts, scannedAt: now },
      ...(isVerify && { finishedAt: now }),
    });
    if (!isVerify) await makePlan(tx, scan.run);
  });
}

const ofRun = ({ run }: Scan, ...more: (SQL | undefined)[]) => and(eq(syncFindings.runId, run.id), ...more);
const isVerdict = (verdict: (typeof syncFindings.$inferSelect)["verdict"]) => eq(syncFindings.verdict, verdict);

/** A file that a row should point to is nobody's orphan, and no two rows get the same one. */
async function settleMispaths(scan: Scan): Promise<undefined> {
  const { db } = scan.rt;
  for (let after = -1; ; ) {
    const rows = await db
      .select({ seq: syncFindings.seq, toPath: syncFindings.toPath })
      .from(syncFindings, { forceIndex: "ix_sync_findings_verdict" })
      .where(ofRun(scan, isVerdict("mispath"), gt(syncFindings.seq, after)))
      .orderBy(asc(syncFindings.seq))
      .limit(AT_ONCE);
    const last = rows.at(-1);
    if (!last) break;
    const targets = rows.flatMap(({ toPath }) => (toPath === null ? [] : [Buffer.from(toPath)]));
    await db
      .delete(syncFindings)
      .where(
        ofRun(
          scan,
          inArray(syncFindings.verdict, ["orphan", "thumbnail", "thumbnail_only"]),
          inArray(syncFindings.pathKey, targets),
        ),
      );
    after = last.seq;
  }
  const target = sql`cast(${syncFindings.toPath} as binary)`;
  const wanted = await db
    .select({ toPath: sql<Buffer>`${target}` })
    .from(syncFindings, { forceIndex: "ix_sync_findings_verdict" })
    .where(ofRun(scan, isVerdict("mispath")))
    .groupBy(target)
    .having(sql`count(*) > 1`);
  for (let at = 0; at < wanted.length; at += AT_ONCE)
    await doubt(
      scan,
      "wanted_twice",
      and(
        isVerdict("mispath"),
        inArray(
          target,
          wanted.slice(at, at + AT_ONCE).map(({ toPath }) => toPath),
        ),
      ),
    );
}

const doubt = (scan: Scan, why: string, where: SQL | undefined) =>
  scan.rt.db
    .update(syncFindings)
    .set({ certainty: "doubtful", doubt: why })
    .where(ofRun(scan, eq(syncFindings.certainty, "certain"), where));

/** Before anything is doubted for its customer: a lost disk must not pass as many doubtful customers (ST-15). */
async function checkCaps(scan: Scan): Promise<undefined> {
  const { rows, unreadable } = scan.counts;
  const [found] = await scan.rt.db
    .select({ ghosts: count() })
    .from(syncFindings, { forceIndex: "ix_sync_findings_verdict" })
    .where(ofRun(scan, isVerdict("ghost"), eq(syncFindings.certainty, "certain")));
  const ghosts = found?.ghosts ?? 0;
  const isTooMany = areTooManyGhosts(ghosts, rows, scan.run.caps);
  if (!isTooMany && !areTooManyErrors(unreadable, rows, scan.run.caps)) return;
  // What was seen is told all the same; only nothing of it may be acted on.
  await keepStretch(scan, { counts: await countFindings(scan) });
  throw new ScanAborted(
    isTooMany ? "too_many_ghosts" : "too_many_errors",
    `${isTooMany ? ghosts : unreadable} / ${rows}`,
  );
}

async function doubtMostOfCustomer(scan: Scan): Promise<undefined> {
  const { db } = scan.rt;
  // Also those doubted for it before: a repeated step counts what it counted first.
  const isGhost = and(
    isVerdict("ghost"),
    or(eq(syncFindings.certainty, "certain"), eq(syncFindings.doubt, "most_of_customer")),
  );
  for (let after = 0; ; ) {
    const some = await db
      .select({ id: sql<number>`${syncFindings.customerId}`.mapWith(Number), ghosts: count() })
      .from(syncFindings, { forceIndex: "ix_sync_findings_customer" })
      .where(ofRun(scan, isNotNull(syncFindings.customerId), gt(syncFindings.customerId, after), isGhost))
      .groupBy(syncFindings.customerId)
      .orderBy(asc(syncFindings.customerId))
      .limit(AT_ONCE);
    const last = some.at(-1);
    if (!last) return;
    const ids = some.map(({ id }) => id);
    const images = await db
      .select({ id: customerImages.customerId, images: count() })
      .from(customerImages)
      .where(and(inArray(customerImages.customerId, ids), isNull(customerImages.deletedAt)))
      .groupBy(customerImages.customerId);
    const imagesOf = new Map(images.map((row) => [row.id, row.images]));
    const most = some.filter(({ id, ghosts }) => isMostOfCustomer(ghosts, imagesOf.get(id) ?? 0, scan.run.caps));
    if (most.length > 0)
      await doubt(
        scan,
        "most_of_customer",
        and(
          isVerdict("ghost"),
          inArray(
            syncFindings.customerId,
            most.map(({ id }) => id),
          ),
        ),
      );
    after = last.id;
  }
}

/** Nothing of a customer is certain of whom something couldn't be looked at (D-30). */
async function doubtFailed(scan: Scan): Promise<undefined> {
  const { failed } = scan.place;
  for (let at = 0; at < failed.length; at += AT_ONCE)
    await scan.rt.db
      .update(syncFindings)
      .set({ certainty: "doubtful", doubt: "scan_failed" })
      .where(ofRun(scan, inArray(syncFindings.customerId, failed.slice(at, at + AT_ONCE))));
}
