import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { runTick } from "@/lib/dispatch/run-tick";
import type { Runtime } from "@/lib/runtime";
import type { KakaoGateway } from "@/lib/transports/port";
import type { FaultKind } from "@/lib/transports/sandbox-faults";
import { type SandboxServer, startSandbox } from "@/lib/transports/sandbox-server";
import { engineRuntime, memoryStorage, plantImages, plantSchedule } from "./engine-rig";

type Adapter = (real: KakaoGateway) => Partial<KakaoGateway>;

/** One branch with one room on one bot of the sandbox, and everything that can go wrong with a run of it. */
export class RunWorld {
  database!: TestDatabase;
  sandbox!: SandboxServer;
  engine!: ReturnType<typeof engineRuntime>;
  top!: PlantedOrg;
  org!: PlantedOrg;
  user!: Awaited<ReturnType<typeof plantUser>>;
  bot!: Awaited<ReturnType<typeof plantBot>>;
  room!: Awaited<ReturnType<typeof plantRoom>>;
  /** The runtime passes are made with. */
  rt!: Runtime;
  readonly storage = memoryStorage();
  #dir = "";

  async open(): Promise<void> {
    this.database = await openTestDatabase();
    this.#dir = await mkdtemp(join(tmpdir(), "dochak-run-"));
    this.sandbox = await startSandbox({ port: 0, dir: this.#dir });
  }
  async close(): Promise<void> {
    await this.sandbox?.close();
    await this.database?.drop();
    await rm(this.#dir, { recursive: true, force: true });
  }
  /** A fresh installation, with nothing going wrong. */
  async clear(): Promise<void> {
    await this.database.clear();
    await fetch(`${this.sandbox.url}/_sandbox/faults`, { method: "DELETE" });
    this.engine = engineRuntime(this.db, this.storage, 100);
    this.rt = this.engine.rt;
    this.top = await plantOrg(this.db, "hq", null);
    this.org = await plantOrg(this.db, "branch", this.top);
    this.user = await plantUser(this.db, this.org);
    this.bot = await plantBot(this.db, this.sandbox.url);
    await this.botIs({ minGapMs: 0 });
    this.room = await plantRoom(this.db, this.org, this.bot);
  }
  get db() {
    return this.database.db;
  }

  botIs = (change: Partial<typeof kbBots.$inferInsert>, id = this.bot.id) =>
    this.db.update(kbBots).set(change).where(eq(kbBots.id, id));
  roomIs = (change: Partial<typeof kbRooms.$inferInsert>) =>
    this.db.update(kbRooms).set(change).where(eq(kbRooms.id, this.room.id));
  scheduleIs = (id: number, change: Partial<typeof kbSchedule.$inferInsert>) =>
    this.db.update(kbSchedule).set(change).where(eq(kbSchedule.id, id));
  runIs = (id: number, change: Partial<typeof kbScheduleLogs.$inferInsert>) =>
    this.db.update(kbScheduleLogs).set(change).where(eq(kbScheduleLogs.id, id));
  images = (count: number) => plantImages(this.db, this.storage, this.org, count);
  schedule = (over: Parameters<typeof plantSchedule>[4] = {}, room = this.room) =>
    plantSchedule(this.db, this.org, this.user, room, over);
  fault = (kind: FaultKind, over: { times?: number; ms?: number } = {}) =>
    fetch(`${this.sandbox.url}/_sandbox/faults`, { method: "POST", body: JSON.stringify({ kind, ...over }) });

  pass(seconds: number): void {
    this.engine.time.shiftMs += seconds * 1000;
  }
  now = () => this.engine.rt.clock();
  /** A pass that begins at this moment, ended here or by the deadline. */
  tick = (budgetMs = 20_000) => runTick(this.rt, { budgetMs, instance: "worker-1" });
  /** Passes with time between them, so that everything that is tried again has been. */
  async ticks(times: number, seconds = 90): Promise<void> {
    for (let i = 0; i < times; i++) {
      if (i > 0) this.pass(seconds);
      await this.tick();
    }
  }
  adapter(change: Adapter): void {
    const gateway: Runtime["gateway"] = (dialect) => {
      const real = this.engine.rt.gateway(dialect);
      return real && { ...real, ...change(real) };
    };
    this.rt = { ...this.engine.rt, gateway };
  }
  /** The newest occurrence of a schedule. */
  async run(scheduleId: number): Promise<number> {
    const rows = await this.db
      .select({ id: kbScheduleLogs.id })
      .from(kbScheduleLogs)
      .where(eq(kbScheduleLogs.scheduleId, scheduleId))
      .orderBy(kbScheduleLogs.id);
    const last = rows.at(-1);
    if (!last) throw new Error(`schedule ${scheduleId} has no occurrence`);
    return last.id;
  }
}
