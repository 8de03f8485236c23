import { eq, sql } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { recoveryRuns } from "@/db/schema/coverage";
import { applyChunk, CHUNK } from "@/lib/recovery/apply-chunk";
import { planRecovery } from "@/lib/recovery/plan-recovery";
import { testEnv } from "../testing/test-env";
import { atLeast, type Finding } from "./measure";
import { PER_MESSAGE, plantOldHistory } from "./old-history";
import { openServer } from "./worlds";

const SCRIPT = { kind: "system", job: "script" } as const;
const SINGLES = 2_000;
const ROUNDS = 3;

/**
 * G6: the missing three quarters of an old system's rows put back, with their counters and progress, against one upsert for each as
 * the old script did it; and the same run over again where nothing is missing, against upserts of everything.
 */
export async function benchRecovery(rows: number): Promise<Finding[]> {
  const server = await openServer();
  const { db } = await server.fresh("dochak_bench_recovery", 2);
  await plantOldHistory(db, rows, true);
  const rt = { db, clock: () => databaseNow(db), env: testEnv() };
  const plan = await planRecovery(rt, SCRIPT, { kind: "all" });
  await db.update(recoveryRuns).set({ state: "applying" }).where(eq(recoveryRuns.id, plan.runId));
  const [single, ours]: [number[], number[]] = [[], []];
  let [from, done] = [0, false];
  while (!done) {
    // In turn: what the machine does besides hits both.
    if (single.length < ROUNDS) single.push(await upsertSingles(db, rows - SINGLES * (single.length + 1)));
    const startMs = performance.now();
    const before = from;
    for (let chunks = 0; chunks < Math.max(1, Math.floor(rows / CHUNK / 6)) && !done; chunks++) {
      const run = await applyChunk(db, plan.runId);
      done = run === null || run.state === "done";
      from = run?.applied ?? from;
    }
    // The last chunk only finds out that nothing is left.
    if (from > before) ours.push(((from - before) / (performance.now() - startMs)) * 1_000);
  }
  const [again, upserts]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    again.push(await timed(() => applyAgain(db, plan.runId)));
    upserts.push(await timed(() => upsertAll(db, rows)));
  }
  await server.stop();
  return [
    atLeast(
      `recovery of ${plan.rows.toLocaleString("en")} rows, one upsert each → in chunks`,
      single,
      ours,
      40,
      "rows/s",
    ),
    atLeast(`the same again over ${rows.toLocaleString("en")} recipients, upserts → ours`, upserts, again, 5, "ms"),
  ];
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
};

const columns = sql.raw(
  "message_id, tenant_id, recipient_key, ordinal, phone_last4, channel, sender, status, source, is_inferred, created_at",
);
const values = sql.raw(
  "r.message_id, m.tenant_id, r.recipient_key, r.ordinal, r.phone_last4, m.message_mode, m.sender, 'sent', 'recovery', 1, m.created_at",
);
const unchanged = sql.raw("on duplicate key update message_logs.id = message_logs.id");

/** The last recipients one by one, committed one by one, as a script with a loop does it. */
async function upsertSingles(db: Db, from: number): Promise<number> {
  const startMs = performance.now();
  for (let n = from; n < from + SINGLES; n++)
    await db.execute(sql`insert into message_logs (${columns}) select ${values} from message_recipients r join messages m on m.id = r.message_id
      where r.message_id = ${Math.floor(n / PER_MESSAGE) + 1} and r.recipient_key = unhex(sha2(${String(n)}, 256)) ${unchanged}`);
  return (SINGLES / (performance.now() - startMs)) * 1_000;
}

/** The run from its beginning, where everybody has a row. */
async function applyAgain(db: Db, runId: number): Promise<void> {
  await db
    .update(recoveryRuns)
    .set({ state: "applying", cursorMessage: null, cursorKey: null })
    .where(eq(recoveryRuns.id, runId));
  for (;;) {
    const run = await applyChunk(db, runId);
    if (run === null || run.state === "done") return;
  }
}

async function upsertAll(db: Db, rows: number): Promise<void> {
  const messages = Math.ceil(rows / PER_MESSAGE);
  const step = CHUNK / PER_MESSAGE;
  for (let from = 1; from <= messages; from += step)
    await db.execute(sql`insert into message_logs (${columns}) select ${values} from message_recipients r join messages m on m.id = r.message_id
      where r.message_id >= ${from} and r.message_id < ${from + step} ${unchanged}`);
}
