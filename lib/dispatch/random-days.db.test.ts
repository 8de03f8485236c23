import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { logDecisions } from "@/lib/deliveries/schema";
import { AppError } from "@/lib/errors";
import { toggleSchedule } from "@/lib/schedules/toggle-schedule";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, type Fault, startFakePhone } from "@/scripts/testing/fake-phone";
import { ledgerProblems } from "@/scripts/testing/ledger-problems";
import { decideLog } from "./decide-log";
import { materialiseDue } from "./materialise-due";
import { runTick } from "./run-tick";
import { sendNow } from "./send-now";

let database: TestDatabase;
let phone: FakePhone;
beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
});
afterAll(async () => {
  await phone?.close();
  await database?.drop();
});
beforeEach(() => database.clear());

type Step =
  | { do: "tick" | "materialise" | "two ticks" | "room off" | "room on" | "picture gone" | "picture back" }
  | { do: "pass"; minutes: number }
  | { do: "fault"; kind: Fault; blind: boolean }
  | { do: "decide"; pick: number; decision: (typeof logDecisions)[number] }
  | { do: "toggle" | "send"; schedule: number };

const index = fc.integer({ min: 0, max: 2 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom<Step>({ do: "tick" }, { do: "materialise" }, { do: "two ticks" }) },
  { weight: 1, arbitrary: fc.constantFrom<Step>({ do: "room off" }, { do: "room on" }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ do: "picture gone" }, { do: "picture back" }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant("pass" as const), minutes: fc.constantFrom(1, 3, 40, 70, 600, 1440) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("fault" as const),
      kind: fc.constantFrom<Fault>("http_500", "lost", "reset_after", "garbage", "http_500_html"),
      blind: fc.boolean(),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("decide" as const),
      pick: fc.nat(20),
      decision: fc.constantFrom(...logDecisions),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("toggle" as const, "send" as const), schedule: index }) },
);

/** A person's mistake is an answer, not a failure of the test. */
const politely = (work: Promise<unknown>) =>
  work.catch((error) => {
    if (!(error instanceof AppError)) throw error;
  });

test("whatever happens in whatever order, the ledger stays sound and nothing unknown goes out by itself", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      await database.clear();
      phone.clear();
      phone.blind(false);
      const { db } = database;
      const storage = memoryStorage();
      const { rt, time } = engineRuntime(db, storage, 0);
      const org = await plantOrg(db, "hq", null);
      const user = await plantUser(db, org);
      const bot = await plantBot(db, phone.url);
      await db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
      const [key] = await plantImages(db, storage, org, 1);
      const rooms = [await plantRoom(db, org, bot), await plantRoom(db, org, bot)];
      const schedules = [];
      const contents = [
        { messageText: "글만" },
        { messageText: "글 다음 그림", messageImages1: [key!] },
        { messageText: "그림 다음 글", messageImages1: [key!], sendOrder: "images_first" as const },
      ];
      for (const [n, content] of contents.entries())
        schedules.push(await plantSchedule(db, org, user, rooms[n % 2]!, { ...content, mediaWaitTime1: 1 }));

      for (const now of steps) {
        const unknownBefore = await db
          .select({ id: kbScheduleLogParts.id, attempt: kbScheduleLogParts.attempt })
          .from(kbScheduleLogParts)
          .where(eq(kbScheduleLogParts.status, "unknown"));
        if (now.do === "tick") await runTick(rt, { budgetMs: 30_000 });
        if (now.do === "two ticks")
          await Promise.all([runTick(rt, { budgetMs: 30_000 }), runTick(rt, { budgetMs: 30_000 })]);
        if (now.do === "materialise") await materialiseDue(rt, { lastTickAt: null, isOver: () => false });
        if (now.do === "pass") time.shiftMs += now.minutes * 60_000;
        if (now.do === "room off" || now.do === "room on")
          await db
            .update(kbRooms)
            .set({ status: now.do === "room on" ? "active" : "inactive" })
            .where(eq(kbRooms.id, rooms[0]!.id));
        if (now.do === "picture gone") storage.files.delete(key!);
        if (now.do === "picture back") storage.files.set(key!, Buffer.from(key!));
        if (now.do === "fault") {
          phone.fail(now.kind, 1);
          phone.blind(now.blind);
        }
        if (now.do === "toggle") await politely(toggleSchedule(rt, user, { id: schedules[now.schedule]! }));
        if (now.do === "send") await politely(sendNow(rt, user, { id: schedules[now.schedule]!, kind: "manual" }));
        if (now.do === "decide") {
          const logs = await db.select({ id: kbScheduleLogs.id }).from(kbScheduleLogs);
          const log = logs[now.pick % Math.max(1, logs.length)];
          if (log) await politely(decideLog(rt, user, { id: log.id, decision: now.decision }));
        } else
          for (const before of unknownBefore) {
            const [after] = await db.select().from(kbScheduleLogParts).where(eq(kbScheduleLogParts.id, before.id));
            expect([after!.status, after!.attempt]).toEqual(["unknown", before.attempt]);
          }
        expect(await ledgerProblems(db)).toEqual([]);
      }
      const [wrong] = await db
        .select({ n: sql<number>`count(*)` })
        .from(kbScheduleLogParts)
        .where(sql`${kbScheduleLogParts.status} = 'sending'`);
      expect(Number(wrong!.n)).toBe(0);
    }),
    { numRuns: 60, endOnFailure: true },
  );
}, 300_000);
