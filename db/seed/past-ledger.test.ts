import fc from "fast-check";
import { expect, test } from "vitest";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { seedTools } from "@/scripts/seed-tools";
import { pastLedger } from "./past-ledger";
import { scheduleRows } from "./plant-schedules";
import { storyBots, storyRooms } from "./rooms";
import { storySchedules } from "./schedules";

const tools = seedTools(createLocalDisk("/nowhere"), {
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
  LOOKUP_KEY: "a-lookup-key-of-at-least-32-characters",
});
const told = (now: Date) => {
  const schedules = scheduleRows(now, tools, (by, picture) => `${by}/${picture}`);
  return { schedules, past: pastLedger(now, schedules, tools, () => 60_000) };
};

test("whenever it is told: every kind of ending is there, nothing lies ahead, and no phone does two things at once", () => {
  const start = Date.UTC(2026, 0, 1);
  const anyMoment = fc
    .integer({ min: 0, max: 366 * 24 * 60 })
    .map((minutes) => new Date(start + minutes * 60_000 + 12_345));
  fc.assert(
    fc.property(anyMoment, (now) => {
      const { schedules, past } = told(now);
      for (const status of ["success", "partial", "failed", "unknown", "missed", "skipped", "cancelled"] as const)
        expect(
          past.logs.some((log) => log.status === status),
          status,
        ).toBe(true);
      expect(past.logs.some((log) => log.isCatchUp && log.status === "success")).toBe(true);
      expect(past.logs.some((log) => log.decidedBy && log.status === "success")).toBe(true);
      for (const kind of ["manual", "test"]) expect(past.logs.some((log) => log.kind === kind)).toBe(true);

      const instants = [
        ...past.logs.flatMap((log) => [log.createdAt, log.startedAt, log.completedAt]),
        ...past.parts.flatMap((part) => [part.startedAt, part.finishedAt]),
        ...past.events.map((event) => event.at),
      ].filter((at) => at instanceof Date);
      for (const at of instants) expect(at <= now).toBe(true);
      for (const { nextSendAt } of schedules)
        expect(nextSendAt === null || nextSendAt > new Date(now.getTime() - 120_000)).toBe(true);

      for (const bot of storyBots) {
        const mine = new Set(past.logs.filter((log) => log.botId === bot.id).map((log) => log.id));
        const busy = past.parts
          .filter((part) => mine.has(part.logId) && part.startedAt && part.errorCode === null)
          .map((part) => [part.startedAt!.getTime(), part.finishedAt!.getTime()] as const)
          .sort((a, b) => a[0] - b[0]);
        for (const [i, [begin]] of busy.entries()) if (i > 0) expect(begin).toBeGreaterThanOrEqual(busy[i - 1]![1]);
      }
    }),
    { numRuns: 60 },
  );
});

test("the week keeps the limits it shows, and one run met one", () => {
  const { past } = told(new Date("2026-11-20T08:00:00Z"));
  const dayOf = (at: Date) => Math.floor((at.getTime() + 9 * 3_600_000) / 86_400_000);
  for (const room of storyRooms) {
    const starts = past.calls.filter((call) => call.roomRef === room.id && call.isRunStart).map((call) => call.at);
    const perDay = new Map<number, number>();
    for (const at of starts) perDay.set(dayOf(at), (perDay.get(dayOf(at)) ?? 0) + 1);
    const most = Math.max(0, ...perDay.values());
    expect(most).toBeLessThanOrEqual(room.limits?.runsPerDay ?? 40);
  }
  const skipped = past.logs.filter((log) => log.status === "skipped");
  expect(skipped).toMatchObject([{ title: "오후 공구 시작", reasonCode: "runsPerDay" }]);
  const sameDay = past.calls.filter(
    (call) =>
      call.isRunStart && call.roomRef === skipped[0]!.roomRef && dayOf(call.at) === dayOf(skipped[0]!.scheduledAt),
  );
  expect(sameDay).toHaveLength(5);
});

test("every picture and person the story names exists, and each schedule can be sent", () => {
  const { schedules } = told(new Date("2026-11-20T08:00:00Z"));
  expect(schedules).toHaveLength(storySchedules.length);
  for (const schedule of schedules)
    expect(tools.planParts(schedule, () => 1).length, schedule.title).toBeGreaterThan(0);
  for (const type of ["once", "daily", "weekly"]) expect(schedules.some((s) => s.scheduleType === type)).toBe(true);
  for (const order of ["text_first", "images_first", "images_only"])
    expect(schedules.some((s) => s.sendOrder === order)).toBe(true);
  for (const status of ["active", "inactive", "completed"])
    expect(schedules.some((s) => s.status === status)).toBe(true);
});
