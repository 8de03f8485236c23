import "server-only";
import { inArray } from "drizzle-orm";
import { sendBatches } from "@/db/schema/messages";
import type { Runtime } from "@/lib/runtime";
import { unpublishedBatches } from "./due-batches";
import { recordEvents } from "./record-events";

/** A notice nobody acted on by then is taken for lost, and told again. */
const LOST_MS = 5 * 60_000;
const MOST = 500;
/** Batches a problem of the queue is written down at: the oldest, and not again at each look. */
const TOLD = 5;

/** Tells the outside queue of batches that are due and that it wasn't told of, or long ago (rulings 18). */
export async function publishDue(
  rt: Pick<Runtime, "db" | "queue">,
  now: Date,
  parked: readonly number[],
): Promise<void> {
  if (!rt.queue.isTold) return;
  const due = await unpublishedBatches(rt.db, now, new Date(now.getTime() - LOST_MS), parked, MOST);
  if (due.length === 0) return;
  const { problem } = await tellQueue(rt, due, now);
  if (problem !== null) console.error(`queue: ${problem}`);
}

type Untold = { id: number; detail: string | null };

/** Tells the queue of these, and writes down whom it took and why not the others. */
export async function tellQueue(
  rt: Pick<Runtime, "db" | "queue">,
  due: readonly Untold[],
  now: Date,
): Promise<{ taken: number[]; problem: string | null }> {
  const told = await rt.queue.publish(due.map(({ id }) => id));
  const { taken, problem } = told;
  if (taken.length > 0) await rt.db.update(sendBatches).set({ publishedAt: now }).where(inArray(sendBatches.id, taken));
  if (problem === null) return told;
  const left = due.filter(({ id, detail }) => !taken.includes(id) && detail !== problem).slice(0, TOLD);
  await recordEvents(
    rt.db,
    left.map(({ id }) => ({ batchId: id, layer: "queue" as const, event: "not_published", code: problem, at: now })),
  );
  const ids = left.map(({ id }) => id);
  if (ids.length > 0) await rt.db.update(sendBatches).set({ detail: problem }).where(inArray(sendBatches.id, ids));
  return told;
}
