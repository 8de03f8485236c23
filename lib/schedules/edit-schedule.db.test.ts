import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { imageRefs } from "@/db/schema/images";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantFranchise, plantImage, storedSchedule } from "@/db/testing/plant-schedules";
import { AppError } from "@/lib/errors";
import { saveSchedule } from "./save-schedule";
import { ScheduleInput } from "./schema";
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

test("two editors: the second gets the first's version back and changes nothing", async () => {
  const f = await plantFranchise(t.db);
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
  expect((await storedSchedule(t.db, dto.id)).version).toBe(3);
});

test("images of a schedule stay usable to whoever edits it, and leave with the edit", async () => {
  const f = await plantFranchise(t.db);
  const image = await plantImage(t.db, f.agency);
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
  const f = await plantFranchise(t.db);
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
  const f = await plantFranchise(t.db);
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
  const f = await plantFranchise(t.db);
  const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
  const still = await saveSchedule(rt(), f.superior, { ...input(f.room.id), id: dto.id, version: 1 });
  expect(still.createdByMbId).toBe(f.actor.mbId);
  await t.db.update(users).set({ status: "disabled" }).where(eq(users.id, f.actor.userId));
  const taken = await saveSchedule(rt(), f.superior, { ...input(f.room.id), id: dto.id, version: 2 });
  expect(taken.createdByMbId).toBe(f.superior.mbId);
});

test("the owner follows the room at save, and only there", async () => {
  const f = await plantFranchise(t.db);
  const dto = await saveSchedule(rt(), f.superior, input(f.room.id));
  await t.db.update(kbRooms).set({ ownerOrgId: f.agency.id }).where(eq(kbRooms.id, f.room.id));
  expect((await storedSchedule(t.db, dto.id)).ownerOrgId).toBe(f.branch.id);
  await saveSchedule(rt(), f.superior, { ...input(f.room.id), id: dto.id, version: 1 });
  expect(await storedSchedule(t.db, dto.id)).toMatchObject({
    ownerOrgId: f.agency.id,
    createdByType: "agency",
    createdById: f.agency.id,
  });
});
