import { desc } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { instances } from "@/db/schema/alerts";
import { auditLog } from "@/db/schema/audit";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { seal } from "@/lib/access/sealed";
import { runTools } from "@/scripts/testing/run-case";
import { RunWorld } from "@/scripts/testing/run-rig";
import { evidenceFile } from "./evidence-file";
import { evidenceOfRun } from "./evidence-of-run";

const w = new RunWorld();
beforeAll(() => w.open());
afterAll(() => w.close());
beforeEach(() => w.clear());
const { changed, refusing } = runTools(w);

const CANARY = ["01000007777", "귤이 도착했어요", "CANARYSECRET", "사람", "톡방", "봇 ", "127.0.0.1"];
const take = (id: number, actor = w.user) => evidenceOfRun(w.engine.rt, actor, { id, format: "zip" });

async function refusedRun() {
  const now = await w.now();
  await w.db.insert(instances).values({
    ...{ name: "worker-1", kind: "worker", version: "1.2.3", startedAt: now, heartbeatAt: now },
  });
  return changed(
    async () => {
      const secret = seal(w.engine.rt.env.ENCRYPTION_KEYS, `kb_bots|${w.bot.id}|secret`, "CANARYSECRET");
      await w.botIs({ secret });
      refusing("room_unknown")();
    },
    { messageText: "귤이 도착했어요 01000007777" },
  )();
}

test("the archive holds what is kept of an occurrence, and a text that explains each file of it", async () => {
  const run = await refusedRun();
  const file = evidenceFile(await take(run), "zip", "ko");
  expect(file).toMatchObject({ name: `evidence-run-${run}.zip`, type: "application/zip" });
  const entries = unzipSync(file.body);
  const names = Object.keys(entries);
  expect(names.sort()).toEqual(
    ["README.txt", "bot.json", "provider.json", "run.json", "trail.json", "worker.json", "xray.json"].sort(),
  );
  const readme = strFromU8(entries["README.txt"]!);
  for (const name of names) if (name !== "README.txt") expect(readme).toContain(`- ${name}: `);
  expect(readme).toContain("저장하지 않아요");
  const json = (name: string) => JSON.parse(strFromU8(entries[`${name}.json`]!));
  expect(json("xray").verdict).toMatchObject({ layer: "provider", cause: "room_unknown" });
  expect(json("provider").calls).toMatchObject([
    { part: 1, outcome: "rejected", reason: "room_unknown", event: "rejected" },
  ]);
  expect(json("trail")).toMatchObject([{ layer: "provider", code: "room_unknown" }]);
  expect(json("worker")).toMatchObject({
    passes: [{ instance: "worker-1", counts: { planned: 1, failed: 1 }, error: null }],
    processes: [{ name: "worker-1", version: "1.2.3" }],
    storedLog: null,
  });
  expect(json("run").parts).toMatchObject([{ status: "failed", errorCode: "room_unknown", attempt: 1 }]);
  const whole = Object.values(entries).map((bytes) => strFromU8(bytes));
  for (const word of CANARY) for (const text of whole.slice(1)) expect(text).not.toContain(word);
});

test("taking it is written down, for whoever may read it and for nobody else", async () => {
  const run = await refusedRun();
  const viewer = await plantUser(w.db, w.org, "viewer");
  await take(run, viewer);
  const last = async () => (await w.db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1))[0];
  const written = { action: "log.evidence", subject: `log:${run}`, orgId: w.org.id, actorUserId: viewer.userId };
  expect(await last()).toMatchObject(written);
  const stranger = await plantUser(w.db, await plantOrg(w.db, "branch", w.top));
  for (const id of [run, run + 1_000]) await expect(take(id, stranger)).rejects.toMatchObject({ code: "not_found" });
  expect(await last()).toMatchObject(written);
});

test("as JSON it says the same", async () => {
  const run = await refusedRun();
  const { body, type } = evidenceFile(await take(run), "json", "en");
  const said = JSON.parse(strFromU8(body));
  expect(type).toBe("application/json");
  expect(said).toMatchObject({
    subject: { kind: "run", id: run, recipient: null },
    verdict: { cause: "room_unknown" },
    gaps: ["worker_log", "response_of_room"],
  });
  expect(Object.keys(said.files)).toEqual(["xray", "trail", "run", "worker", "bot", "provider"]);
  expect(said.readme).toContain("isn't stored");
});
