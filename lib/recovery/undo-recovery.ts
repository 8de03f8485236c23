import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { recoveryRunMessages, recoveryRuns } from "@/db/schema/coverage";
import { messageLogs, messages } from "@/db/schema/messages";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { noteImported } from "@/lib/coverage/standing-queries";
import { AppError } from "@/lib/errors";
import { CHUNK, noteApplied, turnRun } from "./apply-chunk";
import type { ApplyOptions } from "./apply-recovery";
import { countRows } from "./count-rows";
import type { RecoveryRuntime } from "./plan-recovery";
import { getRun, progressOf } from "./queries";
import type { RunProgress } from "./run-dto";

const BUDGET_MS = 1_500;

/**
 * Takes away exactly the rows a run has added, a bounded stretch a call, and with the last of them the ledger is what it was. A row
 * somebody has learnt more of since — by the provider's word or by sending again — stays, and is told as a conflict.
 * @throws AppError forbidden; not_found; conflict (recoveryBusy)
 */
export async function undoRecovery(
  rt: RecoveryRuntime,
  actor: Actor,
  { id }: { id: number },
  { chunk = CHUNK, budgetMs = BUDGET_MS, isOver = () => false }: ApplyOptions = {},
): Promise<RunProgress> {
  const startMs = performance.now();
  const run = await getRun(rt.db, actor, id);
  if (!mayEver(actor, run.scope.kind === "all" ? "coverage.recover_all" : "coverage.recover"))
    throw new AppError("forbidden");
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const begun = await turnRun(tx, id, ["applying", "paused", "done"], { state: "undoing", cursorRow: 0 });
    if (begun)
      await writeAudit(tx, actor, at, {
        action: "coverage.undo",
        subject: `recovery:${id}`,
        after: { rows: run.applied },
      });
    else if (run.state !== "undoing" && run.state !== "undone")
      throw new AppError("conflict", { message: "recoveryBusy" });
  });
  for (;;) {
    const next = await undoChunk(rt.db, id, chunk, at);
    if (!next || isOver() || performance.now() - startMs >= budgetMs) break;
  }
  const [stands] = await rt.db.select().from(recoveryRuns).where(eq(recoveryRuns.id, id));
  return progressOf(stands!);
}

/** What nobody has touched since the run wrote it: `l` is a row of its. */
const isUntouched = sql`(l.source = 'recovery' and not exists (select 1 from ${messageLogs} f
  where f.message_id = l.message_id and f.recipient_key = l.recipient_key and (f.attempt_no > 0 or f.leg > 0)))`;

/** @returns whether more is left to do */
const undoChunk = (db: Db, id: number, chunk: number, at: Date): Promise<boolean> =>
  retryDeadlocks(db, async (tx) => {
    const [run] = await tx.select().from(recoveryRuns).where(eq(recoveryRuns.id, id)).for("update");
    if (run?.state !== "undoing") return false;
    const from = run.cursorRow ?? 0;
    const [ends] = await tx.execute(sql`select max(id) as upTo, count(*) as n from (
      select id from ${messageLogs} where recovery_run_id = ${id} and id > ${from} order by id limit ${sql.raw(String(chunk))}) page`);
    const [end] = ends as unknown as { upTo: number | null; n: number }[];
    if (end?.upTo === null || end === undefined) {
      await tx.update(recoveryRuns).set({ state: "undone", undoneAt: at }).where(eq(recoveryRuns.id, id));
      await noteApplied(tx, id);
      await noteImported(tx);
      return false;
    }
    const upTo = Number(end.upTo);
    const page = sql`from ${messageLogs} l where l.recovery_run_id = ${id} and l.id > ${from} and l.id <= ${upTo}`;
    await tx.execute(sql`select id from ${messages} where id in (select l.message_id ${page}) order by id for update`);
    const [picked] = await tx.execute(sql`select l.id, l.message_id as messageId ${page} and ${isUntouched}`);
    const gone = picked as unknown as { id: number; messageId: number }[];
    const ids = sql.raw(gone.map((row) => Number(row.id)).join() || "null");
    const among = sql.raw([...new Set(gone.map((row) => Number(row.messageId)))].join() || "null");
    if (gone.length > 0) {
      const rows = sql`from ${messageLogs} l where l.id in (${ids})`;
      await countRows(tx, rows, sql`id in (${among})`, -1);
      await tx.execute(sql`delete from ${messageLogs} where id in (${ids})`);
    }
    const kept = Number(end.n) - gone.length;
    // What of the stretch is still there is what stays.
    if (kept > 0)
      await tx.execute(sql`update ${recoveryRunMessages} rm join (select l.message_id, count(*) as n ${page} group by l.message_id) d
        on d.message_id = rm.message_id set rm.conflicts = rm.conflicts + d.n where rm.run_id = ${id}`);
    await tx
      .update(recoveryRuns)
      .set({
        undone: run.undone + gone.length,
        conflicts: run.conflicts + kept,
        cursorRow: upTo,
      })
      .where(eq(recoveryRuns.id, id));
    return true;
  });
