import { describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { plantUser } from "@/db/testing/plant";
import { roomRig } from "@/scripts/testing/room-rig";
import { createRoom } from "./create-room";

const { t, input, limit, refusal, issues } = roomRig();

describe("adding", () => {
  test("an admin adds a room below; the row, the limits and who did it are there", async () => {
    const { distributor, a, below, bot } = t.w;
    await limit(distributor.id, { runsPerDay: 40 });
    await limit(a.id, { minGapSeconds: 20 });
    const actor = await plantUser(t.db, a);
    const room = await createRoom(t.rt, actor, input(below.id, bot.id, { limits: { perHour: 10 } }));
    expect(room).toMatchObject({
      roomId: "18340000999",
      ownerOrgId: below.id,
      limits: { minGapSeconds: null, perMinute: null, perHour: 10, callsPerDay: null, runsPerDay: null },
      effectiveLimits: { minGapSeconds: 30, perMinute: 5, perHour: 10, callsPerDay: 200, runsPerDay: 40 },
      limitOrigins: {
        minGapSeconds: { kind: "product" },
        perHour: { kind: "room", id: room.id },
        runsPerDay: { kind: "org", id: distributor.id },
      },
      version: 1,
    });
    expect(room.limitChain.map((step) => step.origin.kind)).toEqual(["product", "org", "org", "org", "org", "room"]);
    const [row] = await t.db.select().from(auditLog);
    expect(row).toMatchObject({ action: "room.create", subject: `room:${room.id}`, orgId: below.id });
    expect(row?.actorUserId).toBe(actor.userId);
  });

  test("someone else's organisation and one that never was are the same 422, and so are bots", async () => {
    const { a, b, bot, otherBot } = t.w;
    const actor = await plantUser(t.db, a);
    for (const owner of [b.id, 999_999])
      expect(issues(await refusal(() => createRoom(t.rt, actor, input(owner, bot.id))))).toEqual([
        ["ownerOrgId", "ownerNotFound", undefined],
      ]);
    for (const unknown of [otherBot.id, 999_999])
      expect(issues(await refusal(() => createRoom(t.rt, actor, input(a.id, unknown))))).toEqual([
        ["botId", "botNotFound", undefined],
      ]);
  });

  test.each(["operator", "viewer"] as const)("a %s may not, whatever the body names", async (role) => {
    const { a, bot } = t.w;
    const actor = await plantUser(t.db, a, role);
    for (const owner of [a.id, 999_999])
      expect((await refusal(() => createRoom(t.rt, actor, input(owner, bot.id)))).code).toBe("forbidden");
  });

  test("the same channel on the same bot is told at its field; on another bot it is another room", async () => {
    const { hq, a, bot, otherBot, roomA } = t.w;
    const actor = await plantUser(t.db, hq);
    const again = input(a.id, bot.id, { roomId: roomA.roomId });
    expect(issues(await refusal(() => createRoom(t.rt, actor, again)))).toEqual([["roomId", "roomTaken", undefined]]);
    await createRoom(t.rt, actor, { ...again, botId: otherBot.id });
    const twice = input(a.id, bot.id, { roomId: "777" });
    const both = await Promise.allSettled([createRoom(t.rt, actor, twice), createRoom(t.rt, actor, twice)]);
    expect(both.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("limits laxer than what holds above are each told at their own field; as strict is fine", async () => {
    const { distributor, a, bot } = t.w;
    await limit(distributor.id, { runsPerDay: 40, minGapSeconds: 60 });
    const actor = await plantUser(t.db, a);
    const lax = { minGapSeconds: 59, perMinute: 6, perHour: 50, callsPerDay: null, runsPerDay: 41 };
    expect(issues(await refusal(() => createRoom(t.rt, actor, input(a.id, bot.id, { limits: lax }))))).toEqual([
      ["limits.minGapSeconds", "limitGapLooser", 60],
      ["limits.perMinute", "limitCountLooser", 5],
      ["limits.runsPerDay", "limitCountLooser", 40],
    ]);
    const strict = { minGapSeconds: 60, runsPerDay: 40 };
    await createRoom(t.rt, actor, input(a.id, bot.id, { limits: strict }));
  });
});
