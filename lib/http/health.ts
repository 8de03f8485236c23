import "server-only";
import { sql } from "drizzle-orm";
import { MOST_QUEUE_AGE_MS, mostSilenceMs } from "@/lib/alerts/alert-rules";
import { healthOf } from "@/lib/alerts/health";
import { readHealth } from "@/lib/alerts/health-queries";
import { runtime } from "@/lib/wiring";
import { remembered } from "./remembered";
import { ok } from "./respond";

const PATIENCE_MS = 2_000;
/** Anybody may ask, as often as they like: what costs more than a ping is asked no more often than this. */
const FACTS_MS = 5_000;
const STORAGE_MS = 30_000;

const facts = remembered(FACTS_MS, async () => {
  const { db, clock } = runtime();
  return { now: await clock(), ...(await readHealth(db)) };
});
const writable = remembered(STORAGE_MS, async () => (await runtime().storage.isWritable?.()) ?? null);

/** Liveness and readiness (S2-105): 503 only when it can't serve, because the database doesn't answer. Tells no secrets. */
export async function health(): Promise<Response> {
  const startedMs = performance.now();
  const answered = await within(runtime().db.execute(sql`select 1`));
  const database = { ok: answered !== null, ms: Math.round(performance.now() - startedMs) };
  const [known, canWrite] = await Promise.all([answered ? within(facts()) : null, within(writable())]);
  const limits = { mostSilenceMs: mostSilenceMs(runtime().env.TICK_BUDGET_MS), mostQueueMs: MOST_QUEUE_AGE_MS };
  const body = healthOf(database, known, canWrite, { now: known?.now ?? new Date(), ...limits });
  return ok(body, body.status === "down" ? 503 : 200);
}

/** What the work comes to, or null where it fails or takes too long. */
function within<R>(work: Promise<R>): Promise<R | null> {
  const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS).unref());
  return Promise.race([work.catch(() => null), late]);
}
