import { eq } from "drizzle-orm";
import fc from "fast-check";
import type { Db } from "@/db/client";
import { roomPace } from "@/db/schema/dispatch";
import { imageRefs, images } from "@/db/schema/images";
import { orgs } from "@/db/schema/orgs";
import { kbBots } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { nextOccurrence } from "@/lib/schedules/recurrence";
import type { KakaoGateway } from "@/lib/transports/port";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "./engine-rig";
import { standingClock } from "./standing-clock";

/** 2026-11-20 (Friday) 23:20 in Seoul, so that a day's limits are met on both sides of midnight. */
export const START = new Date("2026-11-20T14:20:00.000Z");
export const minutes = (n: number) => n * 60_000;

const few = <T>(likely: T, ...others: T[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(likely) }, ...others.map((o) => fc.constant(o)));
const bot = fc.record({
  minGapMs: fc.constantFrom(0, 1000, 2500, 40_000),
  state: few("sound", "offline", "unapproved"),
  isTwin: fc.boolean(),
});
const limits = fc.record({
  minGapSeconds: fc.constantFrom(null, 30, 90),
  perMinute: fc.constantFrom(null, 2, 4),
  perHour: fc.constantFrom(null, 3, 8),
  callsPerDay: fc.constantFrom(null, 4, 12),
  runsPerDay: fc.constantFrom(null, 2, 5),
});
const room = fc.record({
  bot: fc.nat(),
  limits,
  state: few("active", "inactive"),
  behind: fc.array(fc.nat(70), { maxLength: 3 }),
});
const schedule = fc.record({
  room: fc.nat(),
  minute: fc.constantFrom(0, 1, 2, 5, 20, 40, 41, 70, 100),
  type: fc.constantFrom("daily" as const, "weekly" as const, "once" as const),
  priority: fc.integer({ min: 1, max: 3 }),
  catchUpMinutes: fc.constantFrom(3, 5, 60),
  text: fc.constantFrom("글", null),
  images1: fc.integer({ min: 0, max: 5 }),
  images2: fc.integer({ min: 0, max: 3 }),
  order: fc.constantFrom("text_first" as const, "images_first" as const, "images_only" as const),
  interval: fc.constantFrom(0, 1, 3, 45),
  wait1: fc.constantFrom(0, 500, 30_000),
  wait2: fc.constantFrom(0, 1500),
  trouble: few("none", "sender", "org", "picture"),
});
/** Bots that share devices, rooms with limits and a past, and schedules that get into each other's way. */
export const worlds = fc.record({
  bots: fc.array(bot, { minLength: 1, maxLength: 3 }),
  rooms: fc.array(room, { minLength: 1, maxLength: 4 }),
  schedules: fc.array(schedule, { minLength: 1, maxLength: 8 }),
  days: fc.constantFrom(0, 0, 1, 4),
  /** After so many passes the days ahead are told once more. */
  again: fc.integer({ min: 1, max: 12 }),
});
export type Plan = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

const sent = { kind: "accepted" as const, certainty: "handed_off" as const };
const gateway: KakaoGateway = {
  capability: {
    maxImagesPerCall: 2,
    maxImageBytes: 1e6,
    maxCallBytes: 1e7,
    confirms: "none",
    honoursMediaWait: false,
    addressing: "roomId",
  },
  health: async (of) =>
    of.endpoint.includes("offline")
      ? { ok: false, latencyMs: 1, reason: "bot_offline", detail: "" }
      : { ok: true, latencyMs: 1, detail: "" },
  open: async () => ({ kind: "ready", mark: null }),
  sendText: async () => sent,
  sendImages: async () => sent,
  lookUp: async () => ({ kind: "none", detail: "" }),
};

/** Puts a world into the database, with a gateway that answers at once. */
export async function plantWorld(db: Db, plan: Plan) {
  const storage = memoryStorage();
  const hq = await plantOrg(db, "hq", null);
  const [org, closed] = [await plantOrg(db, "branch", hq), await plantOrg(db, "branch", hq)];
  const user = await plantUser(db, hq);
  const gone = await plantUser(db, hq);
  await db.update(users).set({ status: "disabled" }).where(eq(users.id, gone.userId));
  await db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, closed.id));
  const bots: Awaited<ReturnType<typeof plantBot>>[] = [];
  for (const { minGapMs, state, isTwin } of plan.bots) {
    const made = await plantBot(db, `http://${state}`, isTwin ? bots.at(-1)?.deviceId : undefined);
    const offline = { failures: 3, parkReason: "bot_offline", breakerOpenUntil: new Date(START.getTime() + 60_000) };
    await db
      .update(kbBots)
      .set({ minGapMs, status: state === "unapproved" ? "blocked" : "approved", ...(state === "offline" && offline) })
      .where(eq(kbBots.id, made.id));
    bots.push(made);
  }
  const at = (list: readonly unknown[], n: number) => n % list.length;
  const rooms = {
    open: [] as Awaited<ReturnType<typeof plantRoom>>[],
    closed: [] as Awaited<ReturnType<typeof plantRoom>>[],
  };
  for (const { bot: n, limits: own, state, behind } of plan.rooms) {
    const made = bots[at(bots, n)]!;
    const over = { limits: { ...own }, status: state as "active" | "inactive" };
    rooms.open.push(await plantRoom(db, org, made, over));
    rooms.closed.push(await plantRoom(db, closed, made, over));
    const times = behind.map((ago) => START.getTime() - minutes(ago) - 7_000).sort((a, b) => a - b);
    const roomRef = rooms.open.at(-1)!.id;
    await db.insert(roomPace).values({ roomRef, callTimes: times, runTimes: times, lastRunAt: null });
  }
  const keys = await plantImages(db, storage, org, 5);
  const [lost] = await plantImages(db, storage, org, 1);
  await db.update(images).set({ status: "quarantined" }).where(eq(images.objectKey, lost!));
  storage.files.delete(lost!);
  for (const one of plan.schedules) {
    const due = new Date(START.getTime() + minutes(one.minute));
    const seoul = new Date(due.getTime() + minutes(9 * 60)).toISOString();
    const owner = one.trouble === "org" ? closed : org;
    const target = rooms[one.trouble === "org" ? "closed" : "open"][at(rooms.open, one.room)]!;
    const rule = {
      scheduleType: one.type,
      scheduleDate: one.type === "once" ? seoul.slice(0, 10) : null,
      scheduleTime: seoul.slice(11, 16),
      scheduleWeekdays: one.type === "weekly" ? (["friday", "saturday", "monday"] as const).slice() : null,
    };
    const validity = {
      validFrom: new Date(START.getTime() - minutes(60)),
      validUntil: new Date(START.getTime() + minutes(1440 * 30)),
    };
    const nextSendAt = nextOccurrence(rule, validity, new Date(START.getTime() - 1));
    if (!nextSendAt) continue;
    await plantSchedule(db, owner, one.trouble === "sender" ? gone : user, target, {
      ...rule,
      ...validity,
      scheduleTime: `${rule.scheduleTime}:00`,
      nextSendAt,
      priority: one.priority,
      catchUpMinutes: one.catchUpMinutes,
      messageText: one.text,
      messageImages1: keys.slice(0, one.images1),
      messageImages2: one.trouble === "picture" ? [lost!] : keys.slice(0, one.images2),
      sendOrder: one.order,
      sendIntervalSeconds: one.interval,
      mediaWaitTime1: one.wait1,
      mediaWaitTime2: one.wait2,
      createdAt: START,
      updatedAt: START,
    });
  }
  const [any] = await db.select({ id: kbSchedule.id }).from(kbSchedule).limit(1);
  const stored = await db.select({ id: images.id }).from(images);
  await db
    .insert(imageRefs)
    .values(stored.map(({ id }, position) => ({ imageId: id, scheduleId: any?.id ?? 1, grp: 1, position })));
  const { rt } = engineRuntime(db, storage);
  return {
    rt: { ...rt, clock: standingClock.clock, gateway: () => gateway },
    deviceIds: [...new Set(bots.map((one) => one.deviceId))],
  };
}
