import { and, asc, eq, inArray, isNotNull, isNull, lte } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { Db } from "@/db/client";
import { kbScheduleLogs as logs, kbScheduleLogParts as parts } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { limitNames } from "@/lib/rooms/limits";
import { minutes, plantWorld, START, worlds } from "@/scripts/testing/random-world";
import { standingClock } from "@/scripts/testing/standing-clock";
import { forecast } from "./forecast";
import { MOST_WAIT_MS } from "./lane";
import { loadWorld } from "./load-world";
import { runTick } from "./run-tick";
import { SCHEDULE_STOPPED } from "./schedule-feed";

vi.mock("@/lib/time/nap", async () => ({ nap: (await import("@/scripts/testing/standing-clock")).standingClock.nap }));

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  vi.spyOn(performance, "now").mockReturnValue(0);
});
afterAll(async () => {
  vi.restoreAllMocks();
  await database?.drop();
});

/** As many worlds as fit into it. */
const HUNT_MS = 20_000;

test("what is told of the days ahead is what the engine then does, to the millisecond", async () => {
  const { db } = database;
  const endMs = Date.now() + HUNT_MS;
  let played = 0;
  const play = async (plan: Parameters<typeof plantWorld>[1]) => {
    if (Date.now() > endMs) return;
    await database.clear();
    standingClock.set(START);
    const { rt, deviceIds } = await plantWorld(db, plan);
    // A parked bot is probed every few minutes; days of that would show nothing more.
    const days = plan.bots.every((bot) => bot.state === "sound") ? plan.days : 0;
    const to = new Date(START.getTime() + minutes(180 + 1440 * days));
    const end = new Date(to.getTime() + MOST_WAIT_MS + minutes(2));
    const seen: Seen = new Map();
    const tell = async () => {
      const over = await db.select({ id: logs.id }).from(logs).where(isNull(logs.nextAttemptAt));
      const { devices } = await loadWorld(rt, deviceIds, to);
      const now = standingClock.now();
      return { now, items: forecast({ now, callMs: 0, devices }, now, to), over: new Set(over.map((log) => log.id)) };
    };

    const told = [await tell()];
    for (let n = 1, idle = 0; ; n++) {
      if (n === plan.again) told.push(await tell());
      const next = await nextWork(db);
      if (!next || next > end) break;
      idle = next <= standingClock.now() ? idle + 1 : 0;
      expect(idle, "passes that get nowhere").toBeLessThan(40);
      if (idle === 0) standingClock.set(next);
      await runTick(rt, { signal: standingClock.nextPass() });
      await look(db, seen);
    }

    const ran = await db.select().from(logs).where(lte(logs.scheduledAt, to));
    const sent = await db.select().from(parts).orderBy(asc(parts.seq));
    for (const { now, items, over } of told) {
      const happened = ran.filter((log) => !over.has(log.id)).map((log) => asItem(log, sent, seen, now));
      // What a stopped schedule lets pass leaves no row.
      const foretold = items.filter((item) => item.rule !== SCHEDULE_STOPPED).map(asKnown);
      expect({ now, items: sorted(foretold) }).toEqual({ now, items: sorted(happened) });
    }
    played++;
  };
  await fc.assert(fc.asyncProperty(worlds, play), { numRuns: 200, endOnFailure: true });
  expect(played).toBeGreaterThan(0);
}, 120_000);

/** When the engine has something to do next, as its tables say. */
async function nextWork(db: Db): Promise<Date | null> {
  const [due] = await db
    .select({ at: kbSchedule.nextSendAt })
    .from(kbSchedule)
    .where(and(isNotNull(kbSchedule.nextSendAt), eq(kbSchedule.status, "active"), isNull(kbSchedule.deletedAt)))
    .orderBy(asc(kbSchedule.nextSendAt))
    .limit(1);
  const ready = await db.select().from(lanes).where(isNotNull(lanes.readyAt));
  const times = [due?.at, ...ready.map((lane) => laterOf(lane.readyAt, lane.leaseUntil))];
  return times.reduce<Date | null>((first, at) => (at && (!first || at < first) ? at : first), null);
}
const laterOf = (a: Date | null, b: Date | null) => (a && b && b > a ? b : a);

type Log = typeof logs.$inferSelect;
type Part = typeof parts.$inferSelect;
/** Runs a limit stood in the way of: the last such limit, and how much had gone by then. The ledger forgets both. */
type Seen = Map<number, { rule: string | null; sent: number }>;

async function look(db: Db, seen: Seen): Promise<void> {
  const deferred = await db
    .select({ id: logs.id, rule: logs.reasonCode })
    .from(logs)
    .where(and(eq(logs.status, "deferred"), inArray(logs.reasonCode, [...limitNames])));
  for (const { id, rule } of deferred)
    seen.set(id, { rule, sent: await db.$count(parts, and(eq(parts.logId, id), eq(parts.status, "sent"))) });
}

type Item = ReturnType<typeof forecast>[number];
type Told = Omit<Item, "outcome" | "until" | "rule"> & { outcome: string; until?: Date | null; rule?: string | null };

/** What the ledger says of a run, in the words of a forecast made at `now`. */
function asItem(log: Log, all: readonly Part[], seen: Seen, now: Date): Told {
  const mine = all.filter((part) => part.logId === log.id);
  const known = { at: log.scheduledAt, scheduleId: log.scheduleId, roomId: log.roomRef, kind: log.kind };
  const some = (sent: number) => sent > 0 && { sent, parts: mine.length };
  if (log.status !== "success") {
    const why = log.reasonCode === "device_busy" ? BUSY : log.reasonCode;
    const sent = mine.filter((part) => part.status === "sent").length;
    const isRefused = log.status === "failed" || log.reasonCode === "image_missing";
    const until = !isRefused && { until: log.outcomeAt };
    return { ...known, outcome: "block", ...until, rule: why, ...some(sent) };
  }
  const { rule, sent } = seen.get(log.id) ?? { rule: null, sent: 0 };
  const until = mine[sent]?.startedAt;
  // What had gone on by then was no news any more.
  if (rule && until && until > now) return { ...known, outcome: "defer", until, rule, ...some(sent) };
  const lateMs = (log.startedAt?.getTime() ?? 0) - log.scheduledAt.getTime();
  return {
    ...known,
    ...(lateMs < 60_000 ? { outcome: "send" } : { outcome: "defer", until: log.startedAt, rule: BUSY }),
  };
}

/** Whether a run waited for its room or for its device is not in the ledger. */
const BUSY = "busy";

const asKnown = (item: Item): Item => (item.rule?.endsWith("_busy") ? { ...item, rule: BUSY } : item);
const sorted = <T extends Pick<Item, "at" | "scheduleId">>(items: T[]) =>
  items.sort((a, b) => a.at.getTime() - b.at.getTime() || a.scheduleId - b.scheduleId);
