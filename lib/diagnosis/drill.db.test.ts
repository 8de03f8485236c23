import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq, like } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { drills } from "@/db/schema/drills";
import { kbRooms } from "@/db/schema/rooms";
import { tenants } from "@/db/schema/tenants";
import { plantBot, plantRoom, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { runTick } from "@/lib/dispatch/run-tick";
import type { Runtime } from "@/lib/runtime";
import { DEMO_SENDER } from "@/lib/simulator/account";
import { openSandboxDoor } from "@/lib/transports/sandbox-door";
import { type SandboxServer, startSandbox } from "@/lib/transports/sandbox-server";
import { openSimulatorDoor } from "@/lib/transports/simulator-door";
import { simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { alive } from "@/scripts/testing/phone-plant";
import { testEnv } from "@/scripts/testing/test-env";
import { DRILL_MS, type DrillId } from "./drill-faults";
import { endDrill, endOverdueDrills } from "./end-drill";
import { listDrills } from "./list-drills";
import { runDrill } from "./run-drill";

const w = batchWorld();
const SECRET = "DRILLSECRETWORTHNOTHING000000001";
let dir: string;
let sandbox: SandboxServer;
let boss: UserActor;
let rt: Runtime;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "dochak-drill-"));
  sandbox = await startSandbox({ port: 0, dir });
});
afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  // The platform's own account, which a payer without a key of its own sends with.
  const apiKey = "NCSTESTDRILL0001";
  await simulate(w.url, "PUT", "accounts", {
    ...{ accountId: "90000001", apiKey, apiSecret: SECRET, balance: 1_000 },
    senders: [{ phoneNumber: DEMO_SENDER }],
  });
  await w.db.update(tenants).set({ solapiKey: null }).where(eq(tenants.id, w.payer.id));
  const env = testEnv({
    ...{ SOLAPI_MODE: "simulator", SOLAPI_BASE_URL: w.url, SOLAPI_API_KEY: apiKey, SOLAPI_API_SECRET: SECRET },
  });
  rt = { ...w.rt, env, sandbox: openSandboxDoor(sandbox.url), simulator: openSimulatorDoor(w.url) };
  boss = await plantUser(w.db, w.payer.org, "admin");
  await alive(w);
});

const account = async () => {
  const { items } = (await (await fetch(`${w.url}/_sim/accounts`)).json()) as { items: { accountId: string }[] };
  return items.find(({ accountId }) => accountId === "90000001");
};
const told = async () => (await listDrills(rt, boss)).open[0];

test.each([
  ["phone_balance", "no_balance"],
  ["phone_ip", "ip_not_allowed"],
  ["phone_key", "auth_failed"],
  ["phone_sender", "sender_unregistered"],
  ["phone_503", "provider_unreachable"],
] as const satisfies readonly (readonly [DrillId, string])[])(
  "%s: planted, met by a test message, named, and taken away without a trace",
  async (fault, cause) => {
    const before = await account();
    await runDrill(rt, boss, { fault });
    await w.serve("test", rt);
    expect(await told()).toMatchObject({ fault, verdict: { cause, standing: "stuck" }, isMet: true, endedAt: null });
    const { open } = await listDrills(rt, boss);
    await endDrill(rt, boss, { id: open[0]!.id });
    expect(await account()).toEqual(before);
    expect(await (await fetch(`${w.url}/_sim/faults`)).json()).toMatchObject({ items: [] });
    await w.pass(6 * 60_000);
    await w.serve("test", rt);
    const [past] = (await listDrills(rt, boss)).past;
    expect(past!.verdict).toMatchObject({ cause: null });
    const audit = await w.db.select().from(auditLog).where(like(auditLog.action, "drill.%"));
    expect(audit.map(({ action, actorUserId }) => [action, actorUserId])).toEqual([
      ["drill.plant", boss.userId],
      ["drill.end", boss.userId],
    ]);
  },
);

test("a lost answer still sends once, and the diagnosis makes nothing of it", async () => {
  await runDrill(rt, boss, { fault: "phone_answer_lost" });
  await w.serve("test", rt);
  await w.pass(60_000);
  await w.serve("test", rt);
  expect((await told())!.verdict).toMatchObject({ cause: null });
  const { items } = await (await fetch(`${w.url}/_sim/groups?accountId=90000001`)).json();
  expect(items.flatMap(({ messages }: { messages: unknown[] }) => messages)).toHaveLength(1);
});

test("a room of the stand-in: the bot is off, the diagnosis says so", async () => {
  const bot = await plantBot(w.db, sandbox.url);
  const room = await plantRoom(w.db, w.payer.org, bot, { name: "시험방" });
  await w.db.update(kbRooms).set({ roomType: "test" }).where(eq(kbRooms.id, room.id));
  const later = new Date((await rt.clock()).getTime() + 3_600_000);
  await plantSchedule(w.db, w.payer.org, boss, room, { nextSendAt: later });
  await runDrill(rt, boss, { fault: "room_offline" });
  await runTick(rt, {});
  expect(await told()).toMatchObject({ verdict: { cause: "bot_offline", layer: "provider" }, isMet: true });
  await endDrill(rt, boss, { id: (await told())!.id });
  expect(await rt.sandbox!.faults()).toEqual([]);
});

test("one at a time, taken away by itself in the end, and only where nothing is real", async () => {
  await runDrill(rt, boss, { fault: "phone_balance" });
  await expect(runDrill(rt, boss, { fault: "phone_ip" })).rejects.toMatchObject({
    detail: { message: "drillPlanted" },
  });
  expect(await endOverdueDrills(rt)).toBe(0);
  await w.pass(DRILL_MS + 1_000);
  expect(await endOverdueDrills(rt)).toBe(1);
  expect(await account()).toMatchObject({ balance: 1_000 });
  const { simulator: _, sandbox: _sandbox, ...live } = rt;
  await expect(runDrill(live, boss, { fault: "phone_ip" })).rejects.toMatchObject({ detail: { message: "drillLive" } });
  await expect(listDrills(live, boss)).rejects.toMatchObject({ code: "forbidden" });
  const operator = await plantUser(w.db, w.payer.org, "operator");
  await expect(runDrill(rt, operator, { fault: "phone_ip" })).rejects.toMatchObject({ code: "forbidden" });
  expect(await w.db.$count(drills)).toBe(1);
});
