import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { kbSchedule } from "@/db/schema/schedules";
import { plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { roomRig } from "@/scripts/testing/room-rig";
import { deleteRoom } from "./delete-room";
import { getRoom } from "./queries";
import { RoomUpdate } from "./schema";
import { updateRoom } from "./update-room";

const { t, limit, refusal, issues } = roomRig();

describe("changing", () => {
  const update = (id: number, over: object) => RoomUpdate.parse({ ...over, id: String(id) });

  test("what is left out stays, sending back the whole answer changes nothing but the version", async () => {
    const { a, roomA } = t.w;
    const actor = await plantUser(t.db, a);
    const renamed = await updateRoom(t.rt, actor, update(roomA.id, { name: "  단골  방 " }));
    expect(renamed).toMatchObject({ name: "단골 방", roomId: roomA.roomId, status: "active", version: 2 });
    const echoed = await updateRoom(t.rt, actor, update(roomA.id, renamed));
    expect(echoed).toEqual({ ...renamed, version: 3 });
    expect(() => update(roomA.id, { colour: "red" })).toThrow();
  });

  test("somebody was faster: 409 with what is stored now", async () => {
    const { a, roomA } = t.w;
    const actor = await plantUser(t.db, a);
    await updateRoom(t.rt, actor, update(roomA.id, { name: "먼저", version: 1 }));
    const error = await refusal(() => updateRoom(t.rt, actor, update(roomA.id, { name: "나중", version: 1 })));
    expect(error.code).toBe("conflict");
    expect(error.detail.current).toMatchObject({ id: roomA.id, name: "먼저", version: 2 });
  });

  test("a foreign and an absent room are the same 404, for reading, changing and deleting", async () => {
    const { a, roomB } = t.w;
    const actor = await plantUser(t.db, a);
    for (const id of [roomB.id, 999_999]) {
      for (const call of [
        () => getRoom(t.db, scopeOf(actor), id, t.now),
        () => updateRoom(t.rt, actor, update(id, { name: "남의 방" })),
        () => deleteRoom(t.rt, actor, { id }),
      ]) {
        const error = await refusal(call);
        expect([error.code, error.detail]).toEqual(["not_found", {}]);
      }
    }
  });

  test("moves inside the subtree, and only there", async () => {
    const { a, b, below, distributor, roomA } = t.w;
    const admin = await plantUser(t.db, a);
    expect(await updateRoom(t.rt, admin, update(roomA.id, { ownerOrgId: below.id }))).toMatchObject({
      ownerOrgId: below.id,
    });
    expect(issues(await refusal(() => updateRoom(t.rt, admin, update(roomA.id, { ownerOrgId: b.id }))))).toEqual([
      ["ownerOrgId", "ownerNotFound", undefined],
    ]);
    await updateRoom(t.rt, await plantUser(t.db, distributor), update(roomA.id, { ownerOrgId: b.id }));
    expect((await refusal(() => updateRoom(t.rt, admin, update(roomA.id, { name: "x" })))).code).toBe("not_found");
    const actions = await t.db.select({ action: auditLog.action, orgId: auditLog.orgId }).from(auditLog);
    expect(actions).toEqual([
      { action: "room.move", orgId: below.id },
      { action: "room.move", orgId: b.id },
    ]);
  });

  test("a superior's later word doesn't lock the form, but new laxness is refused", async () => {
    const { a, roomA } = t.w;
    const actor = await plantUser(t.db, a);
    await updateRoom(t.rt, actor, update(roomA.id, { limits: { perHour: 30 } }));
    await limit(a.id, { perHour: 20 });
    const room = await updateRoom(t.rt, actor, update(roomA.id, { name: "이름만", limits: { perHour: 30 } }));
    expect(room.effectiveLimits.perHour).toBe(20);
    const laxer = () => updateRoom(t.rt, actor, update(roomA.id, { limits: { perHour: 25 } }));
    expect(issues(await refusal(laxer))).toEqual([["limits.perHour", "limitCountLooser", 20]]);
  });

  test("a new channel is the target of every schedule of the room", async () => {
    const { a, roomA } = t.w;
    const actor = await plantUser(t.db, a);
    await plantSchedule(t.db, a, actor, roomA);
    await plantSchedule(t.db, a, actor, roomA, { deletedAt: t.now });
    expect((await updateRoom(t.rt, actor, update(roomA.id, { roomId: "999" }))).roomId).toBe("999");
    const targets = await t.db.select({ room: kbSchedule.targetRoomId }).from(kbSchedule);
    expect(new Set(targets.map((row) => row.room))).toEqual(new Set(["999"]));
  });
});
