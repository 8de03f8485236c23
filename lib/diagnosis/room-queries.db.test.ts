import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/db/client";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type BigLedger, plantBigLedger, readsOf } from "@/scripts/testing/big-ledger";
import { engineRuntime } from "@/scripts/testing/engine-rig";
import { explain } from "@/scripts/testing/read-plan";
import { lineOfDevice, passesBefore } from "./room-queries";
import { xrayRun } from "./xray-run";

let database: TestDatabase;
let big: BigLedger;
/** A pool of one connection, so that its counters tell what the work cost. */
let one: Db;

beforeAll(async () => {
  database = await openTestDatabase();
  big = await plantBigLedger(database.db);
  one = createDb(database.url, 1);
}, 240_000);
afterAll(async () => {
  await one?.close();
  await database?.drop();
});

const questions = async () => {
  const [rows] = await one.execute(sql`show session status like 'Questions'`);
  return Number((rows as unknown as { Value: string }[])[0]?.Value);
};
const newest = async (status: "success" | "planned") => {
  const [row] = await one
    .select({ id: kbScheduleLogs.id })
    .from(kbScheduleLogs)
    .where(eq(kbScheduleLogs.status, status))
    .limit(1);
  return row!.id;
};

test("one occurrence is read by its keys, however large the ledger, in a number of statements that never changes", async () => {
  const rt = { ...engineRuntime(one).rt, clock: async () => big.now };
  const look = async (id: number) => {
    const before = await questions();
    const { reads, result } = await readsOf(one, () => xrayRun(rt, big.user, { id }));
    return { reads, said: (await questions()) - before, verdict: result.verdict };
  };
  const ended = await newest("success");
  const open = await newest("planned");
  await look(ended);
  const [a, b] = [await look(ended), await look(open)];
  expect(a.said).toBe(b.said);
  expect(a.said).toBeLessThanOrEqual(20);
  // The line of a device is read as far as it is due, and nothing of what has ended.
  expect(a.reads).toBeLessThanOrEqual(150);
  expect(b.reads).toBeLessThanOrEqual(150);
});

test("the line before a run and the passes around a moment come from their indexes", async () => {
  const line = await explain(one, lineOfDevice(big.bots[3]!.deviceId, big.rooms[3]!, big.now));
  const keys = line.map(({ key }) => key).filter((key) => key !== null);
  expect(keys).toEqual(expect.arrayContaining(["ix_kb_bots_device", "ix_logs_bot_next", "ix_logs_room_next"]));
  const [passes] = await explain(one, sql`${passesBefore(one, big.now)}`);
  expect(passes).toMatchObject({ key: "ix_ticks_started" });
  expect(passes?.Extra).not.toContain("filesort");
});
