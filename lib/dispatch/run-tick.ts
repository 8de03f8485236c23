import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { and, desc, eq, isNotNull, lt } from "drizzle-orm";
import { lastTurns } from "@/db/claim-turn";
import { type Db, isDuplicateKey } from "@/db/client";
import { ticks } from "@/db/schema/dispatch";
import { forgetOldTries } from "@/lib/access/sign-in-guard";
import { pollResults } from "@/lib/batches/poll-results";
import { serveBatches } from "@/lib/batches/serve-batches";
import { ORPHANS_TURN, sweepOrphansHourly } from "@/lib/batches/sweep-orphans";
import { COVERAGE_TURN, tendCoverageNightly } from "@/lib/coverage/tend-nightly";
import { DELETED_IMAGES_TURN, sweepDeletedHourly } from "@/lib/customer-images/sweep-deleted-hourly";
import { OPT_OUTS_TURN, syncOptOutsNightly } from "@/lib/customers/sync-opt-outs-nightly";
import { driveRuns } from "@/lib/image-sync/drive-runs";
import { IMAGE_SCAN_TURN, scanNightly } from "@/lib/image-sync/scan-nightly";
import { IMAGES_TURN, sweepImagesHourly } from "@/lib/images/sweep-images-hourly";
import { forgetDrafts } from "@/lib/messages/forget-drafts";
import { RECONCILE_TURN, reconcileRegularly } from "@/lib/reconcile/reconcile-regularly";
import type { Runtime } from "@/lib/runtime";
import { askSendersNightly, SENDERS_TURN } from "@/lib/tenants/ask-senders-nightly";
import { TENANTS_TURN, tendTenantsNightly } from "@/lib/tenants/tend-tenants-nightly";
import { askAgain } from "./ask-again";
import { newMeter, openBatches, timed } from "./batches";
import { materialiseDue } from "./materialise-due";
import { serveLanes } from "./serve-lanes";
import { sweepLanes } from "./sweep-lanes";
import { addCounts, noCounts, type TickCounts } from "./tick-counts";

export type TickOptions = {
  /** The trigger's own id of this execution: the same id twice does the work once. */
  executionId?: string | null | undefined;
  /** How long the pass may take, in ms. */
  budgetMs?: number;
  /** Ends the pass after the call in flight. */
  signal?: AbortSignal;
  /** Name of this process, for people. */
  instance?: string;
};

export type TickRuntime = Pick<
  Runtime,
  "db" | "clock" | "storage" | "quarantine" | "gateway" | "phone" | "queue" | "env"
>;
export type TickAnswer = TickCounts & { tickId: number; durationMs: number };

export const BUDGET_MS = 50_000;
/** What the column holds, 24 days: a machine that thinks it is 1970 sends all the same. */
const MOST_SKEW_MS = 2 ** 31 - 1;
/** So long the time a pass began at is good enough to look for work by: one that finds none asks for the time once. */
const NEAR_MS = 500;
/** Cleaning up comes after sending and never keeps the next pass waiting longer than this. */
const SWEEP_MS = 5_000;
/** Clean-ups that somebody has set going: a pass gives them this much. */
const DRIVE_MS = 10_000;
/** The regular work among it. */
const TURNS = [
  IMAGES_TURN,
  DELETED_IMAGES_TURN,
  ORPHANS_TURN,
  TENANTS_TURN,
  SENDERS_TURN,
  RECONCILE_TURN,
  COVERAGE_TURN,
  OPT_OUTS_TURN,
  IMAGE_SCAN_TURN,
];

/**
 * One pass of the dispatcher: writes what is due into the ledger, then sends until nothing is left that may go within the
 * budget. Any number may run at once, anywhere, killed at any moment.
 */
export async function runTick(
  rt: TickRuntime,
  { executionId, budgetMs = BUDGET_MS, signal, instance = `${hostname()}:${process.pid}` }: TickOptions,
): Promise<TickAnswer> {
  const startMs = performance.now();
  const deadlineMs = startMs + budgetMs;
  const startedAt = await rt.clock();
  /** For finding out whether there is anything to do. */
  const looking = { ...rt, clock: async () => (performance.now() - startMs < NEAR_MS ? startedAt : rt.clock()) };
  const values = {
    executionId: executionId ? keyOf(executionId) : randomUUID(),
    startedAt,
    instance: instance.slice(0, 80),
    skewMs: Math.max(-MOST_SKEW_MS, Math.min(MOST_SKEW_MS, Date.now() - startedAt.getTime())),
  };
  let tickId: number;
  try {
    const [inserted] = await rt.db.insert(ticks).values(values).$returningId();
    tickId = inserted!.id;
  } catch (error) {
    if (isDuplicateKey(error)) return answerOf(rt.db, values.executionId);
    throw error;
  }

  const counts = noCounts();
  const meter = newMeter();
  let failure: unknown = null;
  try {
    const lastTickAt = await lastTick(rt.db, tickId);
    await sweepLanes(rt.db, startedAt);
    const isOver = () => signal?.aborted === true || performance.now() >= deadlineMs;
    const plan = () =>
      timed(meter, "planMs", async () => addCounts(counts, await materialiseDue(looking, { lastTickAt, isOver })));
    await plan();
    const serve = { deadlineMs, budgetMs, signal, owner: values.instance, plan, firstLook: looking.clock };
    // Questions to gateways go beside the sending and never end a pass.
    const questions = askAgain(looking, isOver).catch((error: unknown) => sayAside("asking again", error));
    // So do phones: rooms and phones never wait for each other.
    const phones = servePhones(looking, { deadlineMs, signal, owner: values.instance, isOver });
    addCounts(counts, await serveLanes(rt, openBatches(rt, meter), serve));
    await questions;
    addCounts(counts, await phones);
    const sweepEndMs = performance.now() + SWEEP_MS;
    const tidy = async () => {
      const isLate = () => isOver() || performance.now() >= sweepEndMs;
      const seen = await lastTurns(rt.db, TURNS);
      const swept = await sweepImagesHourly(looking, isLate, seen);
      if (swept) {
        await forgetOldTries(rt.db, startedAt);
        await forgetDrafts(rt.db, startedAt);
      }
      await sweepDeletedHourly(looking, isLate, seen);
      await sweepOrphansHourly(looking, isLate, seen);
      await tendTenantsNightly(looking, isLate, seen);
      await askSendersNightly(looking, isLate, seen);
      await reconcileRegularly(looking, isLate, seen);
      await tendCoverageNightly(looking, isLate, seen);
      await syncOptOutsNightly(looking, isLate, seen);
      await scanNightly(looking, isLate, seen);
    };
    // Tidying never ends a pass that has sent.
    await tidy().catch((error: unknown) => sayAside("tidying", error));
    const driveEndMs = performance.now() + DRIVE_MS;
    await driveRuns(rt, () => isOver() || performance.now() >= driveEndMs).catch((error: unknown) =>
      sayAside("images", error),
    );
  } catch (error) {
    failure = error;
  }
  const durationMs = Math.round(performance.now() - startMs);
  await rt.db
    .update(ticks)
    .set({
      finishedAt: new Date(startedAt.getTime() + durationMs),
      counts: { ...counts, ...rounded(meter), durationMs },
      error: failure === null ? null : (failure instanceof Error ? failure.message : String(failure)).slice(0, 500),
    })
    .where(eq(ticks.id, tickId));
  if (failure !== null) throw failure;
  return { tickId, ...counts, durationMs };
}

/** Messages to phones, and what became of those that went; trouble here is told aside. */
async function servePhones(
  rt: TickRuntime,
  { isOver, ...serve }: Parameters<typeof serveBatches>[1] & { isOver: () => boolean },
): Promise<Partial<TickCounts>> {
  const results = pollResults(rt, isOver).catch((error: unknown) => sayAside("results", error));
  const batches = await serveBatches(rt, serve).catch((error: unknown) => {
    sayAside("batches", error);
    return 0;
  });
  await results;
  return { batches };
}

const sayAside = (what: string, error: unknown) =>
  console.error(`${what}:`, error instanceof Error ? error.message : error);

const rounded = (meter: Record<string, number>) =>
  Object.fromEntries(Object.entries(meter).map(([name, value]) => [name, Math.round(value)]));

/** Any text as a key of its own: what doesn't fit the column is hashed, never cut, so that two ids stay two. */
const keyOf = (executionId: string): string =>
  /^[\x21-\x7e]{1,100}$/.test(executionId) ? executionId : createHash("sha256").update(executionId).digest("hex");

/** What the first execution with this id answered; zeros while it still runs. */
async function answerOf(db: Db, executionId: string): Promise<TickAnswer> {
  const [first] = await db.select().from(ticks).where(eq(ticks.executionId, executionId));
  const names = Object.keys(noCounts()) as (keyof TickCounts)[];
  const counts = Object.fromEntries(names.map((name) => [name, first?.counts?.[name] ?? 0])) as TickCounts;
  return { tickId: first?.id ?? 0, ...counts, durationMs: first?.counts?.durationMs ?? 0 };
}

/** When the pass before this one ended: since then nothing ran. */
async function lastTick(db: Db, tickId: number): Promise<Date | null> {
  const [last] = await db
    .select({ at: ticks.finishedAt })
    .from(ticks)
    .where(and(lt(ticks.id, tickId), isNotNull(ticks.finishedAt)))
    .orderBy(desc(ticks.id))
    .limit(1);
  return last?.at ?? null;
}
