import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { plantOrg } from "@/db/testing/plant";
import { seal } from "@/lib/access/sealed";
import { canaryRig } from "@/scripts/testing/canary-rig";
import { rawAnswer, startOddGateway } from "@/scripts/testing/odd-gateway";
import { RunWorld } from "@/scripts/testing/run-rig";
import * as find from "./diagnosis/find/route";
import * as diagnosis from "./diagnosis/route";
import * as evidence from "./logs/[id]/evidence/route";
import * as xray from "./logs/[id]/xray/route";

/** What somebody wrote into a schedule, what a bot is spoken to with, and what a gateway may say back: none of it is anybody's to see here. */
const PHONE = "01000007777";
const SECRET = "CANARYSECRETCANARYSECRETCANARY01";
const TEXT = "귤이 도착했어요";
const FORMS = [PHONE, "010-0000-7777", SECRET, TEXT, "127.0.0.1"];

const w = new RunWorld();
const { call, tokenOf, noteDatabase, leaks, by } = canaryRig(
  {
    get db() {
      return w.db;
    },
    get rt() {
      return w.engine.rt;
    },
  },
  FORMS,
);
beforeAll(() => w.open());
afterAll(() => w.close());
beforeEach(() => w.clear());

/** Whatever a gateway says when it refuses, with what it was given in it. */
const answers = [
  ["500 Internal Server Error", JSON.stringify({ status: false, message: `No room for ${TEXT} ${PHONE}` })],
  ["500 Internal Server Error", `<html>${TEXT} 010-0000-7777</html>`],
  ["200 OK", `${PHONE} ${TEXT}`],
  ["401 Unauthorized", JSON.stringify({ message: `not allowed: ${PHONE}` })],
  ["429 Too Many Requests", JSON.stringify({ message: `cut short: ${TEXT.slice(0, 8)}…` })],
] as const;

test("neither a text, a number nor a secret comes out of what is told of an occurrence, whatever its gateway answers", async () => {
  vi.stubGlobal("dochakRuntime", w.engine.rt);
  const tokens = [
    await tokenOf(w.top, "admin"),
    await tokenOf(w.org, "operator"),
    await tokenOf(w.org, "viewer"),
    await tokenOf(await plantOrg(w.db, "branch", w.top), "admin"),
  ];
  const runs: number[] = [];
  for (const [status, body] of answers) {
    const gateway = await startOddGateway((socket) => socket.end(rawAnswer(status, body)));
    const secret = seal(w.engine.rt.env.ENCRYPTION_KEYS, `kb_bots|${w.bot.id}|secret`, SECRET);
    await w.botIs({ endpoint: gateway.url, secret, parkReason: null, failures: 0, breakerOpenUntil: null });
    const schedule = await w.schedule({ title: `${TEXT} ${PHONE}`, messageText: `${TEXT} 010-0000-7777` });
    await w.ticks(4);
    runs.push(await w.run(schedule));
    gateway.close();
  }
  for (const token of tokens) {
    for (const id of runs) {
      await call(xray.GET, { token, params: { id } });
      for (const query of ["?format=json", "?format=zip"]) await call(evidence.GET, { token, params: { id }, query });
    }
    await call(diagnosis.GET, { token });
    for (const body of [{}, { text: "거절" }, { phone: "01000001111" }]) await call(find.POST, { token, body });
  }
  expect(leaks()).toEqual([]);
  expect(by("answer 500")).toEqual([]);
  // It was looked at, by three of them and not by the stranger, and what is looked for was really there.
  expect(by("answer 200").length).toBeGreaterThan(40);
  expect(by("answer 404")).toHaveLength(runs.length * 3);
  expect(by("archive").map((text) => text.split(" ")[0])).toEqual(
    expect.arrayContaining(["README.txt", "bot.json", "run.json", "provider.json"]),
  );
  await noteDatabase();
  expect(leaks().map(([way]) => way)).toEqual(expect.arrayContaining(["table kb_schedule"]));
}, 120_000);
