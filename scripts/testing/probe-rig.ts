import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { instances } from "@/db/schema/alerts";
import { ticks } from "@/db/schema/dispatch";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import { type ProbeRuntime, runProbes } from "@/lib/diagnosis/run-probes";
import { engineRuntime, plantSchedule } from "./engine-rig";
import { fakeDesk } from "./fake-desk";
import { startOddGateway } from "./odd-gateway";
import { testEnv } from "./test-env";

/** The platform's key, and the number everybody sends from. */
export const PLATFORM = { SOLAPI_API_KEY: "NCSTESTKEY000001", SOLAPI_API_SECRET: "S".repeat(32) };
export const NUMBER = "0200001234";
/** A busy machine may need longer than a look may take in earnest: only tests of silence count the time. */
const PATIENT_MS = 10_000;
export const MINUTE = 60_000;

/** For tests of what looking finds: a database, a gateway that answers, an account that does, and a clock that can be moved. */
export function probeRig() {
  const env = testEnv(PLATFORM);
  let opened: TestDatabase | undefined;
  let gateway: Awaited<ReturnType<typeof startOddGateway>> | undefined;
  const open = () => opened ?? expect.unreachable("asked for the database before it was open");
  const rig = {
    env,
    desk: fakeDesk(),
    time: { shiftMs: 0 },
    rt: undefined as unknown as ProbeRuntime,
    /** Closed after the test, last of all. */
    closing: [] as (() => unknown)[],
    get db() {
      return open().db;
    },
    get gateway() {
      return gateway ?? expect.unreachable("asked for the gateway before it was open");
    },
    later(ms: number) {
      rig.time.shiftMs += ms;
    },
    /** What each look came to: `ok`, or its cause. */
    async looks(over: Partial<ProbeRuntime> = {}) {
      const startMs = performance.now();
      const run = await runProbes({ ...rig.rt, ...over });
      const tookMs = performance.now() - startMs;
      const said = Object.fromEntries(run.looked.map(({ key, ok, cause }) => [key, ok ? "ok" : cause]));
      return { ...run, said, tookMs, one: (key: string) => run.looked.find((looked) => looked.key === key) };
    },
    /** An installation in order: a branch with a schedule, a bot that answers, who pays, a pass and a process a moment ago. */
    async office() {
      const { db } = rig;
      const hq = await plantOrg(db, "hq", null);
      const branch = await plantOrg(db, "branch", hq);
      const user = await plantUser(db, branch, "operator");
      const bot = await plantBot(db, rig.gateway.url);
      const room = await plantRoom(db, branch, bot);
      const now = await rig.rt.clock();
      await plantSchedule(db, branch, user, room, { nextSendAt: new Date(now.getTime() + 3_600_000) });
      const tenant = await plantTenant(db, hq, { messagingSender: NUMBER });
      const pass = { startedAt: now, finishedAt: now, instance: "w@box:1", skewMs: 3 };
      await db.insert(ticks).values({ executionId: "one", ...pass });
      const process = { kind: "worker" as const, version: "1.0.0", startedAt: now, heartbeatAt: now };
      await db.insert(instances).values({ name: "w@box:1", ...process });
      return { hq, branch, user, bot, room, tenant, now, process };
    },
    /** Two agencies side by side, each with who pays, a branch below, and a room on a bot of its own. */
    async world() {
      const { db } = rig;
      const hq = await plantOrg(db, "hq", null);
      const place = async () => {
        const agency = await plantOrg(db, "agency", hq);
        const branch = await plantOrg(db, "branch", agency);
        const bot = await plantBot(db, rig.gateway.url);
        await plantRoom(db, branch, bot);
        const tenant = await plantTenant(db, agency, { messagingSender: NUMBER });
        return { agency, branch, bot, tenant, operator: await plantUser(db, branch, "operator") };
      };
      const [mine, theirs] = [await place(), await place()];
      const viewer = await plantUser(db, mine.branch, "viewer");
      return { hq, mine, theirs, viewer, admin: await plantUser(db, hq) };
    },
  };
  beforeAll(async () => {
    opened = await openTestDatabase();
    gateway = await startOddGateway(() => {});
  });
  afterAll(async () => {
    gateway?.close();
    await opened?.drop();
  });
  beforeEach(async () => {
    await open().clear();
    rig.desk = fakeDesk();
    rig.desk.senders = [{ number: NUMBER, status: "ACTIVE", expiresAt: null }];
    const engine = engineRuntime(open().db);
    rig.time = engine.time;
    rig.rt = { ...engine.rt, lookMs: PATIENT_MS, env, phone: { ...engine.rt.phone, ...rig.desk.phone } };
  });
  afterEach(async () => {
    for (const close of rig.closing.splice(0)) await close();
  });
  return rig;
}
