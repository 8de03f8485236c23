import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { imageRefs } from "@/db/schema/images";
import { plantRoom } from "@/db/testing/plant";
import { imageKey, plantImage } from "@/db/testing/plant-schedules";
import type { UserActor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { scheduleRig } from "@/scripts/testing/schedule-rig";
import { deleteSchedule } from "./delete-schedule";
import { findSchedule } from "./queries";
import { restoreSchedule } from "./restore-schedule";
import { type ScheduleSave, saveSchedule } from "./save-schedule";
import { toggleSchedule } from "./toggle-schedule";
import { ScheduleUpdate } from "./update-schema";

const { t, input, issues, refusal } = scheduleRig();

test("a schedule is stored with its room's owner, its images and its next run", async () => {
  const f = t.w;
  const [a, b, c] = [
    await plantImage(t.db, f.branch),
    await plantImage(t.db, f.branch),
    await plantImage(t.db, f.branch),
  ];
  const dto = await saveSchedule(
    t.rt,
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
  const f = t.w;
  const dto = await saveSchedule(t.rt, f.superior, input(f.room.id));
  expect(dto).toMatchObject({ createdByType: "branch", createdById: f.branch.id, createdByMbId: f.superior.mbId });
  expect(await findSchedule(t.db, scopeOf(f.actor), dto.id)).toEqual(dto);
  expect(await findSchedule(t.db, scopeOf(f.stranger), dto.id)).toBeNull();
});

test("a room of someone else, a deleted, a closed and an absent one are the same 422", async () => {
  const f = t.w;
  const gone = await plantRoom(t.db, f.branch, f.bot, { deletedAt: t.now });
  const closed = await plantRoom(t.db, f.branch, f.bot, { status: "inactive" });
  const errors = [];
  for (const id of [f.otherRoom.id, gone.id, closed.id, 999_999])
    errors.push(JSON.stringify((await refusal(() => saveSchedule(t.rt, f.actor, input(id)))).detail));
  expect(new Set(errors).size).toBe(1);
  expect(errors[0]).toContain("roomNotFound");
});

test("images of someone else, quarantined and absent ones are the same 422 at their place", async () => {
  const f = t.w;
  const [mine, foreign, swept] = [
    await plantImage(t.db, f.branch),
    await plantImage(t.db, f.other),
    await plantImage(t.db, f.branch, { status: "quarantined" }),
  ];
  for (const key of [foreign.key, swept.key, imageKey(f.branch.id), "nonsense"]) {
    const work = () => saveSchedule(t.rt, f.actor, input(f.room.id, { messageImages1: [mine.key, key] }));
    expect(await issues(work)).toEqual(["messageImages1.1: imageNotFound"]);
  }
  const both = { messageImages1: [mine.key], messageImages2: [foreign.key] };
  expect(await issues(() => saveSchedule(t.rt, f.actor, input(f.room.id, both)))).toEqual([
    "messageImages2.0: imageNotFound",
  ]);
});

test("what lies in the past is refused and nothing stored", async () => {
  const f = t.w;
  const once = { scheduleType: "once", scheduleDate: "2026-11-20", scheduleTime: "13:59" };
  expect(await issues(() => saveSchedule(t.rt, f.actor, input(f.room.id, once)))).toEqual(["scheduleTime: timeInPast"]);
  expect(await issues(() => saveSchedule(t.rt, f.actor, input(f.room.id, { ...once, status: "inactive" })))).toEqual([
    "scheduleTime: timeInPast",
  ]);
  expect(await issues(() => saveSchedule(t.rt, f.actor, input(f.room.id, { validUntil: "2026-11-20T13:00" })))).toEqual(
    ["validUntil: validityOver"],
  );
});

test("a viewer and a stranger can't change it; a stranger sees the answer for an absent one", async () => {
  const f = t.w;
  const dto = await saveSchedule(t.rt, f.actor, input(f.room.id));
  const change: ScheduleSave = { ...input(f.room.id), id: dto.id, version: 1 };
  const viewer: UserActor = { ...f.actor, role: "viewer" };
  expect((await refusal(() => saveSchedule(t.rt, viewer, change))).code).toBe("forbidden");
  expect((await refusal(() => toggleSchedule(t.rt, viewer, { id: dto.id }))).code).toBe("forbidden");
  for (const call of [
    () => saveSchedule(t.rt, f.stranger, change),
    () => toggleSchedule(t.rt, f.stranger, { id: dto.id }),
    () => deleteSchedule(t.rt, f.stranger, { id: dto.id }),
    () => restoreSchedule(t.rt, f.stranger, { id: dto.id }),
    () => deleteSchedule(t.rt, f.actor, { id: 999_999 }),
  ])
    expect(JSON.stringify(await refusal(call))).toBe(JSON.stringify(new AppError("not_found")));
  // Their own room does not open the way to a schedule that isn't theirs.
  const steal = { ...input(f.otherRoom.id), id: dto.id, version: 1 };
  expect((await refusal(() => saveSchedule(t.rt, f.stranger, steal))).code).toBe("not_found");
});

test("text, emoji and line breaks come back as they went in; the audit holds no text", async () => {
  const f = t.w;
  const text = "첫 줄\n\n😀😁 둘째 줄 — 010-0000-1234\t끝";
  const dto = await saveSchedule(t.rt, f.actor, input(f.room.id, { messageText: text, title: "😀".repeat(255) }));
  expect(dto.messageText).toBe(text);
  const audit = await t.db.select().from(auditLog);
  expect(audit.map((row) => row.action)).toEqual(["schedule.create"]);
  expect(JSON.stringify(audit)).not.toContain("0000-1234");
});

test.each(["Asia/Seoul", "UTC", "America/New_York"])(
  "with TZ=%s the same instants and wall times are stored",
  async (zone) => {
    const before = process.env.TZ;
    process.env.TZ = zone;
    try {
      const f = t.w;
      const once = {
        scheduleType: "once",
        scheduleDate: "2026-12-01",
        scheduleTime: "00:30",
        validFrom: "2026-12-01T00:00",
        validUntil: "2026-12-01T00:30",
      };
      const dto = await saveSchedule(t.rt, f.actor, input(f.room.id, once));
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
