import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { DEMO_SENDER } from "./account";
import { openCaller } from "./caller";
import type { PastInput } from "./past";
import { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator";

let simulator: Simulator;
let api: ReturnType<typeof openCaller>;
async function start(options: Partial<SimulatorOptions> = {}) {
  simulator = await startSimulator({ port: 0, ...options, settings: { rateLimit: null, ...options.settings } });
  api = openCaller(simulator.url);
}
afterEach(() => simulator.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const GROUP = "G4V20260203040506AAAAAAAAAAAAAAA";
const past = (over: Partial<PastInput> = {}): PastInput => ({
  sentAt: daysAgo(90),
  from: DEMO_SENDER,
  messages: [
    { to: "01000000001" },
    { to: "01000000002", statusCode: "3040" },
    { to: "01000000003", statusCode: "3000" },
  ],
  ...over,
});
type Row = { to: string; statusCode: string; status: string; type: string; dateCreated: string; customFields: object };
const listOf = (body: Record<string, unknown>) => Object.values(body.messageList as Record<string, Row>);
const listed = async (query = "") => listOf((await api.get(`/messages/v4/list?${query}`)).body);

test("a planted group is told like one that was sent then, and costs nothing now", async () => {
  await start();
  const balance = async () => (await api.get("/cash/v1/balance")).body;
  const before = await balance();
  const planted = (await api.post("/_sim/past", past({ groupId: GROUP, type: "BMS_FREE" }))).body;
  expect(planted).toMatchObject({ groupId: GROUP, status: "SENDING", customFields: {} });
  const rows = listOf((await api.get(`/messages/v4/groups/${GROUP}/messages`)).body);
  expect(rows.map(({ to, statusCode, status, type }) => [to, statusCode, status, type]).sort()).toEqual([
    ["01000000001", "4000", "COMPLETE", "BMS_FREE"],
    ["01000000002", "3040", "COMPLETE", "BMS_FREE"],
    ["01000000003", "3000", "SENDING", "BMS_FREE"],
  ]);
  expect((await api.get(`/messages/v4/groups/${GROUP}`)).body.count).toMatchObject({ total: 3, sentSuccess: 1 });
  expect(await balance()).toEqual(before);
  // Not what it was asked for, and not a call either.
  expect((await api.get("/_sim/groups")).body.items).toEqual([]);
  expect((await api.get("/_sim/past")).body.items).toMatchObject([{ groupId: GROUP }]);
  expect((await api.post(`/messages/v4/groups/${GROUP}/send`)).status).toBe(400);
});

test("lists have it at its own time, whatever was sent since", async () => {
  await start();
  const groupId = (await api.post("/messages/v4/groups")).body.groupId as string;
  const messages = [{ to: "01000000009", from: DEMO_SENDER, text: "가" }];
  await api.put(`/messages/v4/groups/${groupId}/messages`, { messages });
  await api.post(`/messages/v4/groups/${groupId}/send`);
  await api.post("/_sim/past", past({ sentAt: daysAgo(30), messages: [{ to: "01000000004" }] }));
  await api.post("/_sim/past", past({ sentAt: daysAgo(60), messages: [{ to: "01000000005" }] }));
  await api.post("/_sim/past", past({ sentAt: daysAgo(400), messages: [{ to: "01000000006" }] }));
  // The oldest is older than what Solapi keeps.
  expect((await listed()).map(({ to }) => to.slice(-1))).toEqual(["9", "4", "5"]);
  const window = `dateType=CREATED&startDate=${encodeURIComponent(daysAgo(61))}&endDate=${encodeURIComponent(daysAgo(29))}`;
  expect((await listed(window)).map(({ to }) => to.slice(-1))).toEqual(["4", "5"]);
  const first = (await api.get("/messages/v4/list?limit=1")).body;
  const next = (await api.get(`/messages/v4/list?limit=1&startKey=${first.nextKey}`)).body;
  expect(listOf(next).map(({ to }) => to)).toEqual(["01000000004"]);
});

test("a waiting one gets its result by hand; what isn't past, or nobody's, is refused in words", async () => {
  await start();
  await api.post("/_sim/past", past({ groupId: GROUP }));
  expect((await api.post("/_sim/results", { to: "01000000003", statusCode: "3041" })).body).toEqual({ decided: 1 });
  expect((await listed("to=01000000003"))[0]).toMatchObject({ statusCode: "3041" });
  for (const [wrong, why] of [
    [{ sentAt: new Date(Date.now() + 60_000).toISOString() }, "sentAt"],
    [{ accountId: "no" }, "accountId"],
    [{ groupId: GROUP }, "groupId"],
    [{ messages: [{ to: "01000000001", statusCode: "2000" }] }, "statusCode"],
    [{ messages: [] }, "messages"],
  ] as const) {
    const answer = await api.post("/_sim/past", past(wrong as Partial<PastInput>));
    expect([answer.status, String(answer.body.message)]).toEqual([422, expect.stringContaining(why)]);
  }
});

test("what it was started with survives a restart once, and a reset", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "simulator-"));
  try {
    const options = { dir, past: [past({ groupId: GROUP })] };
    await start(options);
    const seen = (await api.get("/_sim/past")).body;
    await simulator.close();
    await start(options);
    expect((await api.get("/_sim/past")).body).toEqual(seen);
    await api.post("/_sim/past", past());
    await api.post("/_sim/reset");
    const items = (await api.get("/_sim/past")).body.items as { groupId: string }[];
    expect(items.map(({ groupId }) => groupId)).toEqual([GROUP]);
  } finally {
    rmSync(dir, { recursive: true });
  }
});
