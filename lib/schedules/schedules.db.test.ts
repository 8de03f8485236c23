import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { LogStatus } from "@/db/enums";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { imageRefs, images } from "@/db/schema/images";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { newImageKey } from "@/lib/storage/object-key";
import { deleteSchedule } from "./delete-schedule";
import { findSchedule } from "./queries";
import { restoreSchedule } from "./restore-schedule";
import { type ScheduleSave, saveSchedule } from "./save-schedule";
import { ScheduleInput, ScheduleUpdate } from "./schema";
import { toggleSchedule } from "./toggle-schedule";

let t: TestDatabase;
let now = new Date("2026-11-20T05:00:00Z");
const rt = () => ({ db: t.db, clock: async () => now });

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => {
  now = new Date("2026-11-20T05:00:00Z");
  return t.clear();
});
afterAll(() => t.drop());

async function franchise() {
  const hq = await plantOrg(t.db, "hq", null);
  const agency = await plantOrg(t.db, "agency", hq);
  const branch = await plantOrg(t.db, "branch", agency);
  const other = await plantOrg(t.db, "branch", hq);
  const bot = await plantBot(t.db);
  const room = await plantRoom(t.db, branch, bot);
  const otherRoom = await plantRoom(t.db, other, bot);
  const actor = await plantUser(t.db, branch, "operator");
  const superior = await plantUser(t.db, agency, "operator");
  const stranger = await plantUser(t.db, other, "admin");
  return { hq, agency, branch, other, bot, room, otherRoom, actor, superior, stranger };
}

let serial = 0;
async function plantImage(org: PlantedOrg, over: Partial<typeof images.$inferInsert> = {}) {
  serial++;
  const objectKey = newImageKey(org.id, now, "image/jpeg");
  const [row] = await t.db
    .insert(images)
    .values({
      orgId: org.id,
      objectKey,
      sha256: Buffer.alloc(32, serial),
      mime: "image/jpeg",
      bytes: 1000,
      width: 10,
      height: 10,
      frames: 1,
      originalName: "딸기.jpg",
      status: "ready",
      createdAt: now,
      ...over,
    })
    .$returningId();
  return { id: row!.id, key: objectKey };
}

const input = (roomId: number, over: object = {}) =>
  ScheduleInput.parse({
    title: "내일 입고 안내",
    roomId,
    messageText: "논산 설향 딸기",
    scheduleType: "daily",
    scheduleTime: "18:00",
    validFrom: "2026-11-01T00:00",
    validUntil: "2026-12-31T23:59",
    ...over,
  });

const stored = (id: number) =>
  t.db
    .select()
    .from(kbSchedule)
    .where(eq(kbSchedule.id, id))
    .then(([row]) => row!);

/** The refusal of a call, and proof that it changed nothing. */
async function refusal(call: () => Promise<unknown>): Promise<AppError> {
  const snapshot = async () =>
    JSON.stringify([
      await t.db.select().from(kbSchedule),
      await t.db.select().from(imageRefs),
      await t.db.select().from(kbScheduleLogs),
      await t.db.select({ n: count() }).from(auditLog),
    ]);
  const before = await snapshot();
  const error = await call().then(
    () => new Error("it was allowed"),
    (e: unknown) => e,
  );
  expect(await snapshot()).toBe(before);
  if (!(error instanceof AppError)) throw error;
  return error;
}
const told = (error: AppError) => ({
  code: error.code,
  issues: error.detail.issues?.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
});

async function plantRun(scheduleId: number, status: LogStatus, over: Partial<typeof kbScheduleLogs.$inferInsert> = {}) {
  const row = await stored(scheduleId);
  const [log] = await t.db
    .insert(kbScheduleLogs)
    .values({
      scheduleId,
      orgId: row.ownerOrgId,
      roomRef: row.roomRef,
      botId: 1,
      targetRoomId: row.targetRoomId,
      title: row.title,
      status,
      scheduledAt: new Date(now.getTime() - 1000 * ++serial),
      nextAttemptAt: now,
      createdAt: now,
      ...over,
    })
    .$returningId();
  const payload = { kind: "text" as const, text: "글" };
  await t.db.insert(kbScheduleLogParts).values({ logId: log!.id, seq: 0, kind: "text", payload });
  return log!.id;
}
const run = (id: number) =>
  t.db
    .select()
    .from(kbScheduleLogs)
    .where(eq(kbScheduleLogs.id, id))
    .then(([row]) => row!);

describe("saving", () => {
  test("a schedule is stored with its room's owner, its images and its next run", async () => {
    const f = await franchise();
    const [a, b, c] = [await plantImage(f.branch), await plantImage(f.branch), await plantImage(f.branch)];
    const dto = await saveSchedule(
      rt(),
      f.actor,
      input(f.room.id, { messageImages1: [b.key, a.key], messageImages2: [c.key] }),
    );
    expect(dto).toMatchObject({
      title: "내일 입고 안내",
      roomId: f.room.id,
      messageImages1: [b.key, a.key],
      scheduleTime: "18:00",
      validFrom: "2026-11-01T00:00",
      validUntil: "2026-12-31T23:59",
      nextSendAt: "2026-11-20T09:00:00.000Z",
      createdByType: "branch",
      createdById: f.branch.id,
      createdByMbId: f.actor.mbId,
      targetRoomId: f.room.roomId,
      version: 1,
    });
    const refs = await t.db.select().from(imageRefs).where(eq(imageRefs.scheduleId, dto.id));
    expect(
      refs.sort((x, y) => x.grp - y.grp || x.position - y.position).map((r) => [r.grp, r.position, r.imageId]),
    ).toEqual([
      [1, 0, b.id],
      [1, 1, a.id],
      [2, 0, c.id],
    ]);
    // What the API answers is a change that changes nothing.
    expect(ScheduleUpdate.parse(JSON.parse(JSON.stringify(dto)))).toEqual({
      ...input(f.room.id, { messageImages1: [b.key, a.key], messageImages2: [c.key] }),
      id: dto.id,
      version: 1,
    });
  });

  test("a superior saves for a branch, and the row says who", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.superior, input(f.room.id));
    expect(dto).toMatchObject({ createdByType: "branch", createdById: f.branch.id, createdByMbId: f.superior.mbId });
    expect(await findSchedule(t.db, scopeOf(f.actor), dto.id)).toEqual(dto);
    expect(await findSchedule(t.db, scopeOf(f.stranger), dto.id)).toBeNull();
  });

  test("a room of someone else, a deleted, a closed and an absent one are the same 422", async () => {
    const f = await franchise();
    const gone = await plantRoom(t.db, f.branch, f.bot, { deletedAt: now });
    const closed = await plantRoom(t.db, f.branch, f.bot, { status: "inactive" });
    const errors = [];
    for (const id of [f.otherRoom.id, gone.id, closed.id, 999_999])
      errors.push(JSON.stringify((await refusal(() => saveSchedule(rt(), f.actor, input(id)))).detail));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toContain("roomNotFound");
  });

  test("images of someone else, quarantined and absent ones are the same 422 at their place", async () => {
    const f = await franchise();
    const [mine, foreign, swept] = [
      await plantImage(f.branch),
      await plantImage(f.other),
      await plantImage(f.branch, { status: "quarantined" }),
    ];
    for (const key of [foreign.key, swept.key, newImageKey(f.branch.id, now, "image/jpeg"), "nonsense"]) {
      const error = await refusal(() =>
        saveSchedule(rt(), f.actor, input(f.room.id, { messageImages1: [mine.key, key] })),
      );
      expect(told(error)).toEqual({ code: "invalid", issues: ["messageImages1.1: imageNotFound"] });
    }
    const error = await refusal(() =>
      saveSchedule(rt(), f.actor, input(f.room.id, { messageImages1: [mine.key], messageImages2: [foreign.key] })),
    );
    expect(told(error).issues).toEqual(["messageImages2.0: imageNotFound"]);
  });

  test("what lies in the past is refused and nothing stored", async () => {
    const f = await franchise();
    const once = { scheduleType: "once", scheduleDate: "2026-11-20", scheduleTime: "13:59" };
    expect(told(await refusal(() => saveSchedule(rt(), f.actor, input(f.room.id, once)))).issues).toEqual([
      "scheduleTime: timeInPast",
    ]);
    expect(
      told(await refusal(() => saveSchedule(rt(), f.actor, input(f.room.id, { ...once, status: "inactive" })))).issues,
    ).toEqual(["scheduleTime: timeInPast"]);
    expect(
      told(await refusal(() => saveSchedule(rt(), f.actor, input(f.room.id, { validUntil: "2026-11-20T13:00" }))))
        .issues,
    ).toEqual(["validUntil: validityOver"]);
  });

  test("a viewer and a stranger can't change it; a stranger sees the answer for an absent one", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    const change: ScheduleSave = { ...input(f.room.id), id: dto.id, version: 1 };
    const viewer: UserActor = { ...f.actor, role: "viewer" };
    expect((await refusal(() => saveSchedule(rt(), viewer, change))).code).toBe("forbidden");
    expect((await refusal(() => toggleSchedule(rt(), viewer, { id: dto.id }))).code).toBe("forbidden");
    for (const call of [
      () => saveSchedule(rt(), f.stranger, change),
      () => toggleSchedule(rt(), f.stranger, { id: dto.id }),
      () => deleteSchedule(rt(), f.stranger, { id: dto.id }),
      () => restoreSchedule(rt(), f.stranger, { id: dto.id }),
      () => deleteSchedule(rt(), f.actor, { id: 999_999 }),
    ])
      expect(JSON.stringify(await refusal(call))).toBe(JSON.stringify(new AppError("not_found")));
    // Their own room does not open the way to a schedule that isn't theirs.
    const steal = { ...input(f.otherRoom.id), id: dto.id, version: 1 };
    expect((await refusal(() => saveSchedule(rt(), f.stranger, steal))).code).toBe("not_found");
  });

  test("two editors: the second gets the first's version back and changes nothing", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    const first = await saveSchedule(rt(), f.actor, { ...input(f.room.id, { title: "첫째" }), id: dto.id, version: 1 });
    const error = await refusal(() =>
      saveSchedule(rt(), f.superior, { ...input(f.room.id, { title: "둘째" }), id: dto.id, version: 1 }),
    );
    expect(error.code).toBe("conflict");
    expect(error.detail.current).toEqual(first);
    const both = await Promise.allSettled(
      ["가", "나", "다"].map((title) =>
        saveSchedule(rt(), f.actor, { ...input(f.room.id, { title }), id: dto.id, version: 2 }),
      ),
    );
    expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect((await stored(dto.id)).version).toBe(3);
  });

  test("images of a schedule stay usable to whoever edits it, and leave with the edit", async () => {
    const f = await franchise();
    const image = await plantImage(f.agency);
    const dto = await saveSchedule(rt(), f.superior, input(f.room.id, { messageImages1: [image.key] }));
    const again = await saveSchedule(rt(), f.actor, {
      ...input(f.room.id, { messageImages1: [image.key] }),
      id: dto.id,
      version: 1,
    });
    expect(again.messageImages1).toEqual([image.key]);
    await saveSchedule(rt(), f.actor, { ...input(f.room.id), id: dto.id, version: 2 });
    expect(await t.db.select().from(imageRefs)).toEqual([]);
    expect(
      told(
        await refusal(() =>
          saveSchedule(rt(), f.actor, { ...input(f.room.id, { messageImages1: [image.key] }), id: dto.id, version: 3 }),
        ),
      ).issues,
    ).toEqual(["messageImages1.0: imageNotFound"]);
  });

  test("saving a typo while a run is just due neither loses nor repeats it; a new time starts anew", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    now = new Date("2026-11-20T09:00:20Z");
    const same = await saveSchedule(rt(), f.actor, { ...input(f.room.id, { title: "고침" }), id: dto.id, version: 1 });
    expect(same.nextSendAt).toBe("2026-11-20T09:00:00.000Z");
    const moved = await saveSchedule(rt(), f.actor, {
      ...input(f.room.id, { scheduleTime: "17:00" }),
      id: dto.id,
      version: 2,
    });
    expect(moved.nextSendAt).toBe("2026-11-21T08:00:00.000Z");
  });

  test("a finished one can be edited while it stays off, and not switched on without a future", async () => {
    const f = await franchise();
    const once = { scheduleType: "once", scheduleDate: "2026-11-20", scheduleTime: "18:00" };
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id, once));
    await t.db.update(kbSchedule).set({ status: "completed", nextSendAt: null }).where(eq(kbSchedule.id, dto.id));
    now = new Date("2026-11-21T09:00:00Z");
    const off = await saveSchedule(rt(), f.actor, {
      ...input(f.room.id, { ...once, title: "지난 것", status: "inactive" }),
      id: dto.id,
      version: 1,
    });
    expect(off).toMatchObject({ title: "지난 것", status: "inactive", nextSendAt: null });
    expect(
      told(await refusal(() => saveSchedule(rt(), f.actor, { ...input(f.room.id, once), id: dto.id, version: 2 })))
        .issues,
    ).toEqual(["scheduleDate: dateInPast"]);
    expect(told(await refusal(() => toggleSchedule(rt(), f.actor, { id: dto.id, status: "active" }))).issues).toEqual([
      "status: nothingLeftToSend",
    ]);
  });

  test("whoever saves takes over from a creator who may no longer send there", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    const still = await saveSchedule(rt(), f.superior, { ...input(f.room.id), id: dto.id, version: 1 });
    expect(still.createdByMbId).toBe(f.actor.mbId);
    await t.db.update(users).set({ status: "disabled" }).where(eq(users.id, f.actor.userId));
    const taken = await saveSchedule(rt(), f.superior, { ...input(f.room.id), id: dto.id, version: 2 });
    expect(taken.createdByMbId).toBe(f.superior.mbId);
  });

  test("the owner follows the room at save, and only there", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.superior, input(f.room.id));
    await t.db.update(kbRooms).set({ ownerOrgId: f.agency.id }).where(eq(kbRooms.id, f.room.id));
    expect((await stored(dto.id)).ownerOrgId).toBe(f.branch.id);
    await saveSchedule(rt(), f.superior, { ...input(f.room.id), id: dto.id, version: 1 });
    expect(await stored(dto.id)).toMatchObject({
      ownerOrgId: f.agency.id,
      createdByType: "agency",
      createdById: f.agency.id,
    });
  });

  test("text, emoji and line breaks come back as they went in; the audit holds no text", async () => {
    const f = await franchise();
    const text = "첫 줄\n\n😀😁 둘째 줄 — 010-0000-1234\t끝";
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id, { messageText: text, title: "😀".repeat(255) }));
    expect(dto.messageText).toBe(text);
    const audit = await t.db.select().from(auditLog);
    expect(audit.map((row) => row.action)).toEqual(["schedule.create"]);
    expect(JSON.stringify(audit)).not.toContain("0000-1234");
  });
});

describe("switching, deleting, restoring", () => {
  test("off cancels what hasn't started and says by whom; on starts from now", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    const open = await plantRun(dto.id, "deferred");
    const going = await plantRun(dto.id, "sending", { startedAt: now });
    const waiting = await plantRun(dto.id, "deferred", { startedAt: now });
    const asked = await plantRun(dto.id, "missed");
    const off = await toggleSchedule(rt(), f.superior, { id: dto.id });
    expect(off).toMatchObject({ status: "inactive", nextSendAt: null, cancelledRuns: 1, version: 2 });
    expect(await run(open)).toMatchObject({
      status: "cancelled",
      reasonCode: "schedule_off",
      decidedBy: f.superior.userId,
      nextAttemptAt: null,
    });
    const [part] = await t.db.select().from(kbScheduleLogParts).where(eq(kbScheduleLogParts.logId, open));
    expect(part?.status).toBe("skipped");
    expect((await run(going)).status).toBe("sending");
    expect((await run(waiting)).status).toBe("deferred");
    expect((await run(asked)).status).toBe("missed");

    now = new Date("2026-11-25T10:00:00Z");
    const on = await toggleSchedule(rt(), f.actor, { id: dto.id, status: "active" });
    expect(on).toMatchObject({ status: "active", nextSendAt: "2026-11-26T09:00:00.000Z" });
    const again = await toggleSchedule(rt(), f.actor, { id: dto.id, status: "active" });
    expect(again.version).toBe(on.version);
  });

  test("one in error starts counting anew when it is switched on", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    await t.db
      .update(kbSchedule)
      .set({ status: "error", nextSendAt: null, consecutiveFailures: 3 })
      .where(eq(kbSchedule.id, dto.id));
    expect(await toggleSchedule(rt(), f.actor, { id: dto.id })).toMatchObject({
      status: "active",
      consecutiveFailures: 0,
    });
  });

  test("deleted is out of sight, its evidence stays, and it can come back for a day", async () => {
    const f = await franchise();
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    const open = await plantRun(dto.id, "planned");
    const done = await plantRun(dto.id, "success");
    expect((await refusal(() => deleteSchedule(rt(), f.actor, { id: dto.id, version: 9 }))).code).toBe("conflict");
    expect(await deleteSchedule(rt(), f.actor, { id: dto.id })).toEqual({ id: dto.id, cancelledRuns: 1 });
    expect(await findSchedule(t.db, scopeOf(f.actor), dto.id)).toBeNull();
    expect(await run(open)).toMatchObject({ status: "cancelled", reasonCode: "schedule_deleted" });
    expect((await run(done)).status).toBe("success");
    expect((await stored(dto.id)).nextSendAt).toBeNull();
    expect((await refusal(() => toggleSchedule(rt(), f.actor, { id: dto.id }))).code).toBe("not_found");

    now = new Date("2026-11-20T10:00:00Z");
    expect(await restoreSchedule(rt(), f.actor, { id: dto.id })).toMatchObject({
      status: "active",
      nextSendAt: "2026-11-21T09:00:00.000Z",
    });
    await deleteSchedule(rt(), f.actor, { id: dto.id });
    now = new Date("2026-11-21T10:00:00Z");
    expect((await refusal(() => restoreSchedule(rt(), f.actor, { id: dto.id }))).code).toBe("not_found");
  });
});

test.each(["Asia/Seoul", "UTC", "America/New_York"])(
  "with TZ=%s the same instants and wall times are stored",
  async (zone) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      const f = await franchise();
      const once = {
        scheduleType: "once",
        scheduleDate: "2026-12-01",
        scheduleTime: "00:30",
        validFrom: "2026-12-01T00:00",
        validUntil: "2026-12-01T00:30",
      };
      const dto = await saveSchedule(rt(), f.actor, input(f.room.id, once));
      expect(dto).toMatchObject({ ...once, nextSendAt: "2026-11-30T15:30:00.000Z" });
      const [raw] = (await t.db.execute(
        `select cast(schedule_date as char) d, cast(schedule_time as char) t, cast(valid_from as char) f, cast(next_send_at as char) n from kb_schedule where id = ${dto.id}`,
      )) as unknown as [Record<string, string>[]];
      expect(raw[0]).toEqual({
        d: "2026-12-01",
        t: "00:30:00",
        f: "2026-11-30 15:00:00.000",
        n: "2026-11-30 15:30:00.000",
      });
    } finally {
      if (before === undefined) delete process.env.TZ;
      else process.env.TZ = before;
    }
  },
);
