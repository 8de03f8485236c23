import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { plantRoom, plantUser } from "@/db/testing/plant";
import { plantRun } from "@/db/testing/plant-schedules";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { roomRig } from "@/scripts/testing/room-rig";
import { createRoom } from "./create-room";
import { deleteRoom } from "./delete-room";
import { RoomUpdate } from "./schema";
import { updateRoom } from "./update-room";

const { t, input, refusal } = roomRig();

test("a room with an active schedule or an unfinished run stays, and is told which", async () => {
  const { a, roomA } = t.w;
  const actor = await plantUser(t.db, a);
  const remove = async () => (await refusal(() => deleteRoom(t.rt, actor, { id: roomA.id }))).detail;
  const id = await plantSchedule(t.db, a, actor, roomA);
  expect(await remove()).toEqual({ message: "roomHasSchedules", params: { count: 1 } });
  await t.db.update(kbSchedule).set({ status: "inactive" });
  await plantRun(t.db, id, "planned");
  expect(await remove()).toEqual({ message: "roomHasRuns", params: { count: 1 } });
  expect((await refusal(() => deleteRoom(t.rt, actor, { id: roomA.id }))).code).toBe("conflict");
});

test("a deleted room is gone for everyone, and comes back as itself when it is added again", async () => {
  const { a, below, bot, roomA } = t.w;
  const actor = await plantUser(t.db, a);
  const stale = await refusal(() => deleteRoom(t.rt, actor, { id: roomA.id, version: 7 }));
  expect(stale).toMatchObject({ code: "conflict", detail: { current: { id: roomA.id, version: 1 } } });
  await deleteRoom(t.rt, actor, { id: roomA.id, version: 1 });
  expect((await refusal(() => deleteRoom(t.rt, actor, { id: roomA.id }))).code).toBe("not_found");
  // The bot has no other room here, so only headquarters still knows it.
  const hq = await plantUser(t.db, { ...a, level: "hq", path: "/" });
  const back = await createRoom(t.rt, hq, input(below.id, bot.id, { roomId: roomA.roomId }));
  expect(back).toMatchObject({ id: roomA.id, ownerOrgId: below.id, name: "새 방", version: 3 });
});

test("the channel of a deleted room: whoever may bring that room back is told which and how, others aren't", async () => {
  const { a, b, otherBot, roomB } = t.w;
  const gone = await plantRoom(t.db, b, otherBot, { name: "지난 행사방" });
  const channel = { roomId: gone.roomId };
  const [ofB, ofA] = [await plantUser(t.db, b), await plantUser(t.db, a)];
  const mine = await plantRoom(t.db, a, otherBot);
  const move = (actor: typeof ofB, id: number) =>
    refusal(() => updateRoom(t.rt, actor, RoomUpdate.parse({ id: String(id), ...channel })));
  expect((await move(ofB, roomB.id)).detail.issues).toMatchObject([{ path: ["roomId"], message: "roomTaken" }]);
  await deleteRoom(t.rt, ofB, { id: gone.id });
  expect((await move(ofB, roomB.id)).detail.issues).toEqual([
    { path: ["roomId"], message: "roomOfDeleted", params: { name: "지난 행사방" } },
  ]);
  expect((await move(ofA, mine.id)).detail.issues).toMatchObject([{ path: ["roomId"], message: "roomTaken" }]);
  const back = await createRoom(t.rt, ofB, input(b.id, otherBot.id, channel));
  expect(back.id).toBe(gone.id);
});

test("a room another organisation deleted stays theirs", async () => {
  const { a, b, otherBot, roomB } = t.w;
  const inUse = await plantRoom(t.db, a, otherBot);
  await deleteRoom(t.rt, await plantUser(t.db, b), { id: roomB.id });
  const stranger = await plantUser(t.db, a);
  const add = (roomId: string) => refusal(() => createRoom(t.rt, stranger, input(a.id, otherBot.id, { roomId })));
  const taken = await add(roomB.roomId);
  expect(taken.detail.issues).toMatchObject([{ path: ["roomId"], message: "roomTaken" }]);
  expect(taken.detail).toEqual((await add(inUse.roomId)).detail);
  const [row] = await t.db.select().from(kbRooms).where(eq(kbRooms.id, roomB.id));
  expect(row).toMatchObject({ ownerOrgId: b.id });
  expect(row?.deletedAt).not.toBeNull();
});
