import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { imageRefs } from "@/db/schema/images";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { users } from "@/db/schema/users";
import { plantImage, storedSchedule } from "@/db/testing/plant-schedules";
import { scheduleRig } from "@/scripts/testing/schedule-rig";
import { saveSchedule } from "./save-schedule";
import { toggleSchedule } from "./toggle-schedule";

const { t, input, issues, refusal } = scheduleRig();

test("two editors: the second gets the first's version back and changes nothing", async () => {
  const f = t.w;
  const dto = await saveSchedule(t.rt, f.actor, input(f.room.id));
  const first = await saveSchedule(t.rt, f.actor, { ...input(f.room.id, { title: "첫째" }), id: dto.id, version: 1 });
  const error = await refusal(() =>
    saveSchedule(t.rt, f.superior, { ...input(f.room.id, { title: "둘째" }), id: dto.id, version: 1 }),
  );
  expect(error.code).toBe("conflict");
  expect(error.detail.current).toEqual(first);
  const both = await Promise.allSettled(
    ["가", "나", "다"].map((title) =>
      saveSchedule(t.rt, f.actor, { ...input(f.room.id, { title }), id: dto.id, version: 2 }),
    ),
  );
  expect(both.filter((one) => one.status === "fulfilled")).toHaveLength(1);
  expect((await storedSchedule(t.db, dto.id)).version).toBe(3);
});

test("images of a schedule stay usable to whoever edits it, and leave with the edit", async () => {
  const f = t.w;
  const image = await plantImage(t.db, f.agency);
  const dto = await saveSchedule(t.rt, f.superior, input(f.room.id, { messageImages1: [image.key] }));
  const again = await saveSchedule(t.rt, f.actor, {
    ...input(f.room.id, { messageImages1: [image.key] }),
    id: dto.id,
    version: 1,
  });
  expect(again.messageImages1).toEqual([image.key]);
  await saveSchedule(t.rt, f.actor, { ...input(f.room.id), id: dto.id, version: 2 });
  expect(await t.db.select().from(imageRefs)).toEqual([]);
  expect(
    await issues(() =>
      saveSchedule(t.rt, f.actor, { ...input(f.room.id, { messageImages1: [image.key] }), id: dto.id, version: 3 }),
    ),
  ).toEqual(["messageImages1.0: imageNotFound"]);
});

test("saving a typo while a run is just due neither loses nor repeats it; a new time starts anew", async () => {
  const f = t.w;
  const dto = await saveSchedule(t.rt, f.actor, input(f.room.id));
  t.now = new Date("2026-11-20T09:00:20Z");
  const same = await saveSchedule(t.rt, f.actor, { ...input(f.room.id, { title: "고침" }), id: dto.id, version: 1 });
  expect(same.nextSendAt).toBe("2026-11-20T09:00:00.000Z");
  const moved = await saveSchedule(t.rt, f.actor, {
    ...input(f.room.id, { scheduleTime: "17:00" }),
    id: dto.id,
    version: 2,
  });
  expect(moved.nextSendAt).toBe("2026-11-21T08:00:00.000Z");
});

test("a finished one can be edited while it stays off, and not switched on without a future", async () => {
  const f = t.w;
  const once = { scheduleType: "once", scheduleDate: "2026-11-20", scheduleTime: "18:00" };
  const dto = await saveSchedule(t.rt, f.actor, input(f.room.id, once));
  await t.db.update(kbSchedule).set({ status: "completed", nextSendAt: null }).where(eq(kbSchedule.id, dto.id));
  t.now = new Date("2026-11-21T09:00:00Z");
  const off = await saveSchedule(t.rt, f.actor, {
    ...input(f.room.id, { ...once, title: "지난 것", status: "inactive" }),
    id: dto.id,
    version: 1,
  });
  expect(off).toMatchObject({ title: "지난 것", status: "inactive", nextSendAt: null });
  expect(
    await issues(() => saveSchedule(t.rt, f.actor, { ...input(f.room.id, once), id: dto.id, version: 2 })),
  ).toEqual(["scheduleDate: dateInPast"]);
  expect(await issues(() => toggleSchedule(t.rt, f.actor, { id: dto.id, status: "active" }))).toEqual([
    "status: nothingLeftToSend",
  ]);
});

test("whoever saves takes over from a creator who may no longer send there", async () => {
  const f = t.w;
  const dto = await saveSchedule(t.rt, f.actor, input(f.room.id));
  const still = await saveSchedule(t.rt, f.superior, { ...input(f.room.id), id: dto.id, version: 1 });
  expect(still.createdByMbId).toBe(f.actor.mbId);
  await t.db.update(users).set({ status: "disabled" }).where(eq(users.id, f.actor.userId));
  const taken = await saveSchedule(t.rt, f.superior, { ...input(f.room.id), id: dto.id, version: 2 });
  expect(taken.createdByMbId).toBe(f.superior.mbId);
});

test("the owner follows the room at save, and only there", async () => {
  const f = t.w;
  const dto = await saveSchedule(t.rt, f.superior, input(f.room.id));
  await t.db.update(kbRooms).set({ ownerOrgId: f.agency.id }).where(eq(kbRooms.id, f.room.id));
  expect((await storedSchedule(t.db, dto.id)).ownerOrgId).toBe(f.branch.id);
  await saveSchedule(t.rt, f.superior, { ...input(f.room.id), id: dto.id, version: 1 });
  expect(await storedSchedule(t.db, dto.id)).toMatchObject({
    ownerOrgId: f.agency.id,
    createdByType: "agency",
    createdById: f.agency.id,
  });
});
