import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import type { ChaosRun } from "./chaos-world";
import type { WatchedCall } from "./phone-watch";

export type ChaosVerdict = {
  calls: number;
  arrived: number;
  /** Calls beyond the first that may have brought the same message to the same room. */
  duplicates: number;
  /** Messages a room shows twice though only one call brought them: the phone's own doing. */
  doubledByPhone: number;
  /** The ledger says sent and the room says no, says nothing, or says not sent and the room shows it. */
  silentLosses: number;
  overlaps: number;
  reorderings: number;
  /** Overlaps by calls that a process made which had slept through its lease after its last look at the clock; the ledger had called them unknown before. */
  stragglers: number;
  unknown: number;
  failed: number;
  open: number;
};

type Messages = ReadonlyMap<string, readonly string[]>;

/**
 * What the phone saw, held against what the ledger says.
 * @param messages what each room shows
 * @param losses how many calls the phone was told to answer and lose
 */
export async function judgeChaos(
  db: Db,
  runs: readonly ChaosRun[],
  calls: readonly WatchedCall[],
  messages: Messages,
  losses: number,
): Promise<ChaosVerdict> {
  const logs = await db.select().from(kbScheduleLogs);
  const parts = await db.select().from(kbScheduleLogParts);
  const orphaned = await db
    .select({ logId: deliveryEvents.subjectId })
    .from(deliveryEvents)
    .where(and(eq(deliveryEvents.event, "lost"), eq(deliveryEvents.code, "interrupted")));
  const stoodStill = new Set(orphaned.map((row) => row.logId));
  const unsure = await db
    .select({ logId: deliveryEvents.subjectId })
    .from(deliveryEvents)
    .where(eq(deliveryEvents.event, "lost"));
  const wasUnknown = new Set(unsure.map((row) => row.logId));
  const logOf = new Map(logs.map((log) => [log.scheduleId, log]));
  const places = new Map(
    runs.flatMap((run) => run.contents.map((content, seq) => [`${run.room}/${content}`, { run, seq }] as const)),
  );
  const placeOf = (call: WatchedCall) => {
    const place = places.get(`${call.room}/${call.content}`);
    if (!place) throw new Error(`a call nobody ordered: ${call.room} ${call.content}`);
    return { ...place, logId: logOf.get(place.run.scheduleId)?.id ?? 0 };
  };

  const verdict: ChaosVerdict = {
    ...{ calls: calls.length, arrived: [...messages.values()].flat().length, duplicates: 0, doubledByPhone: 0 },
    ...{ silentLosses: 0, overlaps: 0, reorderings: 0, stragglers: 0, unknown: 0, failed: 0, open: 0 },
  };

  const went = calls.filter((call) => !call.isRefused);
  let acceptedButGone = 0;
  for (const run of runs) {
    const log = logOf.get(run.scheduleId);
    if (!log) verdict.silentLosses++;
    if (log?.nextAttemptAt) verdict.open++;
    for (const [seq, content] of run.contents.entries()) {
      const brought = went.filter((call) => call.room === run.room && call.content === content).length;
      const shown = (messages.get(run.room) ?? []).filter((message) => message === content).length;
      verdict.duplicates += Math.max(0, brought - 1);
      if (brought === 1) verdict.doubledByPhone += Math.max(0, shown - 1);
      const part = parts.find((row) => row.logId === log?.id && row.seq === seq);
      if (part?.status === "unknown") verdict.unknown++;
      else if (part?.status === "failed") verdict.failed++;
      if (part?.status === "sent" && shown === 0) {
        if (part.certainty === "delivered") verdict.silentLosses++;
        else acceptedButGone++;
      }
      if (part && part.status !== "sent" && part.status !== "unknown" && shown > 0) verdict.silentLosses++;
    }
  }
  // "Taken, not delivered" is the truth about a message the phone swallowed, and only about those.
  verdict.silentLosses += Math.max(0, acceptedButGone - losses);

  const blame = (first: WatchedCall, second: WatchedCall, isSlept: ReadonlySet<number>) =>
    isSlept.has(placeOf(first).logId) || isSlept.has(placeOf(second).logId);
  const busy = new Map<string, WatchedCall>();
  const last = new Map<string, WatchedCall>();
  for (const call of [...calls].sort((a, b) => a.from - b.from)) {
    const { run, seq } = placeOf(call);
    const before = busy.get(run.device);
    if (before && call.from < before.to) verdict[blame(before, call, stoodStill) ? "stragglers" : "overlaps"]++;
    if (!before || call.to > before.to) busy.set(run.device, call);
    if (call.isRefused) continue;
    const earlier = last.get(run.room);
    if (earlier) {
      const there = placeOf(earlier);
      const isBack = run === there.run ? seq < there.seq : run.order < there.run.order;
      // A run nobody knows waits for a person or a proof; later runs of its room don't wait for it (rulings 8).
      if (isBack && (run === there.run || !wasUnknown.has(placeOf(call).logId))) verdict.reorderings++;
    }
    last.set(run.room, call);
  }
  return verdict;
}
