import { asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import { createDb, type Db } from "@/db/client";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { appMeta } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { runTick } from "@/lib/dispatch/run-tick";
import type { Runtime } from "@/lib/runtime";
import type { Storage } from "@/lib/storage/port";
import { watchBoundaries } from "./boundaries";
import { engineRuntime, plantImages, plantSchedule } from "./engine-rig";
import { type FakePhone, sha256 } from "./fake-phone";
import { ledgerProblems } from "./ledger-problems";
import { passTime, shiftedClock } from "./test-time";

type Person = Awaited<ReturnType<typeof plantUser>>;
export type CrashWorld = {
  db: Db;
  url: string;
  phone: FakePhone;
  storage: Storage;
  org: PlantedOrg;
  person: Person;
  images: string[];
};

export async function openCrashWorld(db: Db, url: string, phone: FakePhone, storage: Storage): Promise<CrashWorld> {
  const org = await plantOrg(db, "hq", null);
  const person = await plantUser(db, org);
  return { db, url, phone, storage, org, person, images: await plantImages(db, storage, org, 3) };
}

/** The engine of a test, on the clock all its processes share. */
export function sharedEngine(
  db: Db,
  storage: Storage,
  proofMs = 0,
  time: Parameters<typeof shiftedClock>[1] = {},
): Runtime {
  const { rt } = engineRuntime(db, storage, proofMs);
  return { ...rt, clock: shiftedClock(db, time) };
}

/** One due run of text, one picture, two pictures on a phone of its own; the hourly tidying is not due. */
export async function plantRun({ db, phone, org, person, images: [one, two, three] }: CrashWorld) {
  phone.clear();
  const bot = await plantBot(db, phone.url);
  await db.update(kbBots).set({ minGapMs: 0 }).where(eq(kbBots.id, bot.id));
  const room = await plantRoom(db, org, bot);
  const now = await shiftedClock(db)();
  const value = now.toISOString();
  await db.insert(appMeta).values({ key: "images_swept_at", value }).onDuplicateKeyUpdate({ set: { value } });
  const id = await plantSchedule(db, org, person, room, {
    nextSendAt: new Date(now.getTime() - 1_000),
    messageImages1: [one!],
    messageImages2: [two!, three!],
    mediaWaitTime1: 1,
    mediaWaitTime2: 1,
    catchUpMinutes: 1440,
  });
  return { id, room, deviceId: bot.deviceId };
}

export type PlantedRun = Awaited<ReturnType<typeof plantRun>>;

export async function runOf(db: Db, { id }: Pick<PlantedRun, "id">) {
  const [log] = await db.select().from(kbScheduleLogs).where(eq(kbScheduleLogs.scheduleId, id));
  const parts = await db
    .select()
    .from(kbScheduleLogParts)
    .where(eq(kbScheduleLogParts.logId, log?.id ?? 0))
    .orderBy(asc(kbScheduleLogParts.seq));
  return { log, parts };
}

/** Whoever is left takes over once the leases of the dead have run out, and asks the phone what it can be asked. */
export async function recover(world: CrashWorld, run: PlantedRun): Promise<void> {
  const rt = sharedEngine(world.db, world.storage);
  await passTime(world.db, 31_000);
  for (let pass = 0; pass < 4 && (await runOf(world.db, run)).log?.status !== "success"; pass++) {
    await runTick(rt, { budgetMs: 30_000 });
    await passTime(world.db, 31_000);
  }
  // Whatever was woken meanwhile has its turn here, not in somebody else's pass.
  await runTick(rt, { budgetMs: 30_000 });
}

/** What must hold after any crash: nothing twice, in order, nothing lost, and whatever the ledger says of a part is true. */
export async function expectSoundRun({ db, phone, images }: CrashWorld, run: PlantedRun, when: string) {
  const whole = [
    "오늘 저녁 귤이 싸요",
    sha256(Buffer.from(images[0]!)),
    images
      .slice(1)
      .map((key) => sha256(Buffer.from(key)))
      .join(),
  ];
  const seen = phone.in(run.room.roomId).map((message) => message.text ?? message.images?.join());
  expect(seen, when).toEqual(whole.slice(0, seen.length));
  const { log, parts } = await runOf(db, run);
  expect(parts, when).toHaveLength(3);
  for (const { seq, status } of parts) {
    expect(["sent", "unknown", "pending"], when).toContain(status);
    if (status !== "unknown") expect([when, seq, status]).toEqual([when, seq, seen.length > seq ? "sent" : "pending"]);
  }
  expect(["success", "unknown", "sending"], when).toContain(log?.status);
  expect(await ledgerProblems(db), when).toEqual([]);
  return { log: log!, parts, arrived: seen.length };
}

/**
 * Does `act` again and again, dying at its first boundary, then at its second, and so on until there is none left.
 * @param prepare plants what it acts on
 * @param check looks at what is there afterwards; `isOver` where it came to its end
 * @returns the moments at which it died, in order
 */
export async function dieEverywhere<P>(
  { url, storage }: Pick<CrashWorld, "url" | "storage">,
  prepare: () => Promise<P>,
  act: (rt: Runtime, planted: P) => Promise<unknown>,
  check: (planted: P, when: string, isOver: boolean) => Promise<void>,
): Promise<string[]> {
  const moments: string[] = [];
  for (let at = 1; ; at++) {
    const planted = await prepare();
    const db = createDb(url, 8);
    const rt = sharedEngine(db, storage);
    let n = 0;
    let moment = "";
    const died = new Promise<"died">((resolve) => {
      const { gateway } = watchBoundaries(db, rt.gateway, (name) => {
        moment = name;
        if (++n < at) return true;
        resolve("died");
        return false;
      });
      rt.gateway = gateway;
    });
    const end = await Promise.race([act(rt, planted).then(() => "over" as const), died]);
    if (end === "over") await db.close();
    await check(planted, end === "over" ? "at its end" : `${at}: ${moment}`, end === "over");
    if (end === "over") return moments;
    moments.push(moment);
  }
}
