import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { kbRooms } from "@/db/schema/rooms";
import { tenants } from "@/db/schema/tenants";
import { plantBot, plantRoom, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { pollResults } from "@/lib/batches/poll-results";
import { runTick } from "@/lib/dispatch/run-tick";
import type { Runtime } from "@/lib/runtime";
import { DEMO_SENDER } from "@/lib/simulator/account";
import { openSandboxDoor } from "@/lib/transports/sandbox-door";
import { type SandboxServer, startSandbox } from "@/lib/transports/sandbox-server";
import { openSimulatorDoor } from "@/lib/transports/simulator-door";
import { createSolapi } from "@/lib/transports/solapi";
import { simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { plantSchedule } from "@/scripts/testing/engine-rig";
import { alive } from "@/scripts/testing/phone-plant";
import { testEnv } from "@/scripts/testing/test-env";
import { allConditions } from "./all-conditions";
import { type DrillId, drillSpecs, phoneDrills, roomDrills } from "./drill-faults";
import { endDrill } from "./end-drill";
import { listDrills } from "./list-drills";
import { runDrill } from "./run-drill";

const w = batchWorld();
const [KEY, SECRET] = ["NCSTESTDRILL0001", "DRILLSECRETWORTHNOTHING000000001"];
let dir: string;
let sandbox: SandboxServer;
let boss: UserActor;
let rt: Runtime;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "dochak-walk-"));
  sandbox = await startSandbox({ port: 0, dir });
  vi.spyOn(console, "error").mockImplementation(() => {});
  return () => vi.restoreAllMocks();
});
afterAll(async () => {
  await sandbox.close();
  await rm(dir, { recursive: true });
});
beforeEach(async () => {
  const account = { accountId: "90000001", apiKey: KEY, apiSecret: SECRET, balance: 1_000 };
  await simulate(w.url, "PUT", "accounts", { ...account, senders: [{ phoneNumber: DEMO_SENDER }] });
  await w.db.update(tenants).set({ solapiKey: null }).where(eq(tenants.id, w.payer.id));
  const env = testEnv({
    ...{ SOLAPI_MODE: "simulator", SOLAPI_BASE_URL: w.url, SOLAPI_API_KEY: KEY, SOLAPI_API_SECRET: SECRET },
  });
  rt = { ...w.rt, env, sandbox: openSandboxDoor(sandbox.url), simulator: openSimulatorDoor(w.url) };
  boss = await plantUser(w.db, w.payer.org, "admin");
  const bot = await plantBot(w.db, sandbox.url);
  const room = await plantRoom(w.db, w.payer.org, bot, { name: "시험방" });
  await w.db.update(kbRooms).set({ roomType: "test" }).where(eq(kbRooms.id, room.id));
  const later = new Date((await rt.clock()).getTime() + 86_400_000);
  await plantSchedule(w.db, w.payer.org, boss, room, { nextSendAt: later });
});

/** A minute of whoever sends: everything that is due is tried, and what became of it asked for. */
async function minute(): Promise<void> {
  await runTick(rt, {});
  await w.pass(30_000);
  await w.serve("test", rt);
  await pollResults(rt, () => false);
  await w.pass(30_000);
  await alive(w);
}
const told = async (id: number) => {
  const { open, past } = await listDrills(rt, boss);
  return [...open, ...past].find((row) => row.id === id)!;
};
const DONE = ["delivered", "sent", "handed_off"];

/** Minutes until it is so, a few at most. */
async function until(id: number, isSo: (row: Awaited<ReturnType<typeof told>>) => boolean) {
  let row = await told(id);
  for (let n = 0; n < 8 && !isSo(row); n++) {
    await minute();
    row = await told(id);
  }
  return row;
}

async function watched(fault: DrillId) {
  // As patient as it is where something is real: a slow answer is an answer.
  if (fault === "phone_slow") rt.phone = createSolapi({ baseUrl: w.url, timeoutMs: 15_000 });
  const { causes, mayBeProven = false }: { causes: readonly string[]; mayBeProven?: boolean } = drillSpecs[fault];
  const { id } = (await runDrill(rt, boss, { fault })).open[0]!;
  // The stand-in's room can be read: what came there is proven, however its answer was lost.
  if (causes.length > 0 && !mayBeProven) {
    const met = await until(id, ({ isMet }) => isMet);
    const row = allConditions.find((one) => one.id === met.verdict?.cause);
    expect(met).toMatchObject({ isMet: true, verdict: { layer: row?.layer, fix: row?.fix } });
    expect(causes).toContain(met.verdict?.cause);
  } else {
    // Nothing is wrong with it, so nothing may be made of it in the end.
    const end = await until(id, ({ verdict }) => DONE.includes(verdict?.standing ?? ""));
    expect(end).toMatchObject({ isMet: true, verdict: { cause: null, layer: null, fix: null } });
    // What never came is told as sent, and as no more than that.
    const far = fault === "room_lost" || fault === "phone_unreported" ? ["sent"] : DONE;
    expect(far).toContain(end.verdict?.standing);
  }
  await endDrill(rt, boss, { id });
  const over = await told(id);
  // What had ended stays as it is; all else goes on by itself, once.
  if (over.verdict?.standing === "ended" || over.verdict?.standing === "unknown") return;
  const back = await until(id, ({ verdict }) => DONE.includes(verdict?.standing ?? ""));
  expect(back).toMatchObject({ verdict: { cause: null }, endedAt: expect.any(String) });
  expect(DONE).toContain(back.verdict?.standing);
}

test.each(Object.keys(phoneDrills) as DrillId[])(
  "%s is watched to its verdict and back",
  async (fault) => {
    await watched(fault);
    expect(await (await fetch(`${w.url}/_sim/faults`)).json()).toMatchObject({ items: [] });
    const { items } = await (await fetch(`${w.url}/_sim/groups?accountId=90000001`)).json();
    const left = items.filter(({ sentAt }: { sentAt: string | null }) => sentAt !== null);
    expect(left.flatMap(({ messages }: { messages: unknown[] }) => messages)).toHaveLength(1);
  },
  60_000,
);

test.each(Object.keys(roomDrills) as DrillId[])(
  "%s is watched to its verdict and back",
  async (fault) => {
    await watched(fault);
    expect(await rt.sandbox!.faults()).toEqual([]);
  },
  60_000,
);
