import { asc, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDb, databaseNow, type Tx } from "@/db/client";
import { plainSql } from "@/db/plain-sql";
import { deliveryEvents, kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { lanes } from "@/db/schema/dispatch";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { claimLanes } from "./claim-lanes";
import { materialiseDue } from "./materialise-due";
import { parkRuns } from "./park-runs";
import { putOff } from "./put-off";
import { runTick } from "./run-tick";

let database: TestDatabase;
let phone: FakePhone;
let org: PlantedOrg;
let user: Awaited<ReturnType<typeof plantUser>>;
let engine: ReturnType<typeof engineRuntime>;
const storage = memoryStorage();

beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.clear();
  phone.clear();
  phone.delay(() => 0);
  engine = engineRuntime(database.db, storage, 0);
  org = await plantOrg(database.db, "hq", null);
  user = await plantUser(database.db, org);
});

const tick = (rt = engine.rt) => runTick(rt, { budgetMs: 30_000 });
const materialise = () => materialiseDue(engine.rt, { lastTickAt: null, isOver: () => false });
/** A due run on a phone of its own. */
const plant = async (over: Parameters<typeof plantSchedule>[4] = {}) => {
  const bot = await plantBot(database.db, phone.url);
  await database.db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
  const room = await plantRoom(database.db, org, bot);
  return { bot, room, id: await plantSchedule(database.db, org, user, room, over) };
};
const logOf = async (id: number) =>
  (await database.db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, id)))[0];
const partsOf = async (id: number) => {
  const isOfRun = eq(kbScheduleLogParts.logId, (await logOf(id))?.id ?? 0);
  return database.db.select().from(kbScheduleLogParts).where(isOfRun).orderBy(asc(kbScheduleLogParts.seq));
};

describe("the database", () => {
  test("failing while a call is under way: the pass doesn't end before what became of the call is written", async () => {
    const { id } = await plant();
    phone.delay(() => 1_200);
    const { clock } = engine.rt;
    let refused = 0;
    engine.rt.clock = async () => {
      if (phone.calls.length === 1 && phone.received.length === 0 && refused++ === 0) throw new Error("no connection");
      return clock();
    };
    await expect(tick()).rejects.toThrow("no connection");
    expect(await partsOf(id)).toMatchObject([{ status: "sent" }]);
  });

  test("with a single connection everything still goes, side by side", async () => {
    const [one, two] = await plantImages(database.db, storage, org, 2);
    const planted = [];
    for (let n = 0; n < 5; n++)
      planted.push(await plant({ messageImages1: [one!], messageImages2: [two!], mediaWaitTime1: 1 }));
    const db = createDb(database.url, 1);
    try {
      const { rt } = engineRuntime(db, storage, 0);
      expect(await tick(rt)).toMatchObject({ planned: 5, delivered: 5 });
    } finally {
      await db.close();
    }
    for (const { room } of planted) expect(phone.in(room.roomId)).toHaveLength(3);
  });

  test("a lost connection in the middle of a pass costs that pass at most", async () => {
    const planted = await Promise.all(Array.from({ length: 3 }, () => plant()));
    const db = createDb(database.url, 3);
    phone.delay(() => 150);
    const { rt, time } = engineRuntime(db, storage, 0);
    const killer = setInterval(async () => {
      if (phone.calls.length === 0) return;
      clearInterval(killer);
      const [rows] = await database.db.execute(
        sql`select id from information_schema.processlist where db = database() and id <> connection_id()`,
      );
      for (const { id } of rows as unknown as { id: number }[])
        await database.db.execute(sql`kill ${sql.raw(String(id))}`).catch(() => {});
    }, 20);
    await tick(rt).catch(() => {});
    for (let n = 0; n < 3; n++) {
      time.shiftMs += 31_000;
      await tick(rt).catch(() => {});
    }
    await db.close();
    for (const { id, room } of planted) {
      expect((await logOf(id))?.status).toBe("success");
      expect(phone.in(room.roomId)).toHaveLength(1);
    }
    expect(await ledgerProblems(database.db)).toEqual([]);
  });
});

describe("a deadlock", () => {
  /** Makes `work`, which locks the rows in their order, the victim of one that has locked the last of them. */
  async function deadlocked(work: () => Promise<unknown>, lock: (tx: Tx, which: "first" | "last") => Promise<unknown>) {
    let done: Promise<unknown> = Promise.resolve();
    await database.db
      .transaction(async (tx) => {
        // The server gives way to whoever has written more.
        const row = {
          subjectKind: "room_log" as const,
          subjectId: 1,
          layer: "worker" as const,
          event: "x",
          at: new Date(),
        };
        await tx.insert(deliveryEvents).values(Array.from({ length: 500 }, () => row));
        await lock(tx, "last");
        done = work();
        done.catch(() => {});
        await new Promise((resolve) => setTimeout(resolve, 300));
        await lock(tx, "first");
      })
      .catch((error: unknown) => {
        throw new Error("the other one was the victim", { cause: error });
      });
    await done;
  }
  const edge = (ids: readonly number[], which: "first" | "last") =>
    which === "first" ? Math.min(...ids) : Math.max(...ids);
  const lockLog = (ids: readonly number[]) => (tx: Tx, which: "first" | "last") =>
    tx
      .select()
      .from(kbScheduleLogs)
      .where(eq(kbScheduleLogs.id, edge(ids, which)))
      .for("update");

  test("nobody who claims, parks or puts off gives up because of one", async () => {
    const { db } = database;
    const bot = await plantBot(db, phone.url);
    const room = await plantRoom(db, org, bot);
    const dueMs = (await databaseNow(db)).getTime() - 10_000;
    for (let n = 0; n < 4; n++) await plantSchedule(db, org, user, room, { nextSendAt: new Date(dueMs + n) });
    const other = await plant();
    await materialise();
    const now = await databaseNow(db);
    const logs = await db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.botId, bot.id));
    const ids = logs.map((log) => log.id);
    const until = new Date(now.getTime() + 60_000);

    let parked = 0;
    const park = async () => {
      parked = await parkRuns(db, bot.id, { failures: 3, parkReason: "bot_offline", probeAt: until }, now);
    };
    await deadlocked(park, lockLog(ids));
    expect(parked).toBe(4);

    await db.update(kbScheduleLogs).set({ nextAttemptAt: now }).where(inArray(kbScheduleLogs.id, ids));
    await deadlocked(() => putOff(db, [{ roomRef: room.id, until }], now), lockLog(ids));
    const put = await db.select().from(kbScheduleLogs).where(inArray(kbScheduleLogs.id, ids));
    expect(put.map((log) => log.nextAttemptAt)).toEqual([until, until, until, until]);

    const keys = [bot.deviceId, other.bot.deviceId].map((id) => `device:${id}`).sort();
    await db.update(lanes).set({ readyAt: now });
    let claimed = 0;
    const claim = async () => {
      claimed = (await claimLanes(plainSql(db), now, "me", 10)).length;
    };
    await deadlocked(claim, (tx, which) =>
      tx
        .select()
        .from(lanes)
        .where(eq(lanes.laneKey, which === "first" ? keys[0]! : keys[1]!))
        .for("update"),
    );
    expect(claimed).toBe(2);
  });
});

describe("the world of a run", () => {
  test("a room deleted in the middle of it: what has gone stays told, the rest doesn't go", async () => {
    const [key] = await plantImages(database.db, storage, org, 1);
    const { id, room } = await plant({ messageImages1: [key!], sendIntervalSeconds: 2 });
    const free = await plant();
    let deleted: Promise<unknown> | null = null;
    phone.delay(() => {
      if (phone.calls[0]?.room === room.roomId || phone.calls.length > 1)
        deleted ??= database.db.update(kbRooms).set({ deletedAt: new Date() }).where(eq(kbRooms.id, room.id)).execute();
      return 30;
    });
    await tick();
    await deleted;
    expect(await logOf(id)).toMatchObject({ status: "partial", reasonCode: "room_deleted", sentImages1: null });
    expect((await partsOf(id)).map((part) => part.status)).toEqual(["sent", "failed"]);
    expect(phone.in(room.roomId)).toHaveLength(1);
    expect(await logOf(free.id)).toMatchObject({ status: "success" });
    expect(await ledgerProblems(database.db)).toEqual([]);
  });
});
