import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DEMO_SENDER } from "./account";
import { openCaller } from "./caller";
import { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator";

let simulator: Simulator;
let api: ReturnType<typeof openCaller>;
async function start(options: Partial<SimulatorOptions> = {}) {
  simulator = await startSimulator({ port: 0, ...options, settings: { rateLimit: null, ...options.settings } });
  api = openCaller(simulator.url);
}
beforeEach(() => start());
afterEach(() => simulator.close());

type Message = { to: string; messageId: string; statusCode: string; status: string };
const sms = (to: string) => ({ to, from: DEMO_SENDER, text: "가" });
const settings = (body: object) => api.patch("/_sim/settings", body);
const advance = (advanceMs: number) => api.post("/_sim/clock", { advanceMs });
const listed = async (query = "") =>
  Object.values((await api.get(`/messages/v4/list?${query}`)).body.messageList as Record<string, Message>);
const codes = async (query = "") => (await listed(query)).map((row) => row.statusCode);
const balance = async () => (await api.get("/cash/v1/balance")).body.balance;
const group = async (groupId: string) => (await api.get(`/messages/v4/groups/${groupId}`)).body;
async function filled(...to: string[]) {
  const groupId = (await api.post("/messages/v4/groups")).body.groupId as string;
  await api.put(`/messages/v4/groups/${groupId}/messages`, { messages: to.map(sms) });
  return groupId;
}
const send = (groupId: string) => api.post(`/messages/v4/groups/${groupId}/send`);

test("results wait as long as told, late ones longer, 0000 for a person's word", async () => {
  await settings({ resultDelayMs: 1_000, lateDelayMs: 60_000 });
  await send(await filled("01000000001", "01000009999", "01000010000"));
  const all = async () => Object.fromEntries((await listed()).map((row) => [row.to.slice(-4), row.statusCode]));
  expect(await all()).toEqual({ "0001": "3000", "9999": "3000", "0000": "3000" });
  await advance(1_000);
  expect(await all()).toEqual({ "0001": "4000", "9999": "3000", "0000": "3000" });
  await advance(60_000);
  expect(await all()).toEqual({ "0001": "4000", "9999": "4000", "0000": "3000" });
  const before = Number(await balance());
  expect((await api.post("/_sim/results", { to: "01000010000", statusCode: "3040" })).body).toEqual({ decided: 1 });
  expect((await api.post("/_sim/results", { to: "01000010000", statusCode: "4000" })).body).toEqual({ decided: 0 });
  expect(await all()).toEqual({ "0001": "4000", "9999": "4000", "0000": "3040" });
  expect(await balance()).toBe(before + 18);
});

test("a scheduled group leaves when its time comes; without money it fails and says why", async () => {
  const [rich, poor] = [await filled("01000000001"), await filled("01000000002", "01000000003")];
  const at = (ms: number) => ({ scheduledDate: new Date(Date.now() + ms).toISOString() });
  await api.post(`/messages/v4/groups/${rich}/schedule`, at(60_000));
  await api.post(`/messages/v4/groups/${poor}/schedule`, at(120_000));
  await api.patch("/_sim/accounts/10000001", { balance: 20 });
  expect((await group(rich)).status).toBe("SCHEDULED");
  await advance(61_000);
  expect((await group(rich)).status).toBe("COMPLETE");
  await advance(60_000);
  expect(await group(poor)).toMatchObject({ status: "FAILED", log: [{}, {}, {}, { message: "잔액이 부족합니다." }] });
  const past = await api.post(`/messages/v4/groups/${await filled("01000000001")}/schedule`, at(-1));
  expect(past.body.errorCode).toBe("InvalidScheduledDate");
});

test("a cancelled schedule becomes what the switch says", async () => {
  for (const cancelTo of ["PENDING", "FAILED"]) {
    await settings({ cancelTo });
    const groupId = await filled("01000000001");
    const scheduledDate = new Date(Date.now() + 60_000).toISOString();
    await api.post(`/messages/v4/groups/${groupId}/schedule`, { scheduledDate });
    await api.delete(`/messages/v4/groups/${groupId}/schedule`);
    expect((await group(groupId)).status).toBe(cancelTo);
  }
});

test("above the day's quota a group fails with Solapi's line", async () => {
  await settings({ dailyQuota: 1 });
  expect((await send(await filled("01000000001"))).status).toBe(200);
  const second = await filled("01000000002");
  expect((await send(second)).body.errorCode).toBe("FailedGroup");
  expect((await group(second)).status).toBe("FAILED");
});

test("reads may lag behind writes", async () => {
  await settings({ readDelayMs: 60_000 });
  const groupId = await filled("01000000001");
  expect((await api.get(`/messages/v4/groups/${groupId}`)).status).toBe(404);
  expect(await codes()).toEqual([]);
  await advance(60_000);
  await send(groupId);
  expect((await group(groupId)).status).toBe("PENDING");
  expect(await codes()).toEqual(["2000"]);
  await advance(60_000);
  expect((await group(groupId)).status).toBe("COMPLETE");
  expect(await codes()).toEqual(["4000"]);
});

test("lists filter by every form of a query and refuse a field they don't know", async () => {
  await send(await filled("01000000001", "01000000002", "01000003104"));
  const [a, b] = (await listed()).map((row) => row.messageId);
  const many = encodeURIComponent(JSON.stringify([a, b]));
  for (const query of [
    `messageIds=${a}&messageIds=${b}`,
    `messageIds[in]=${many}`,
    `messageIds=${many}`,
    `messageId[in]=${many}`,
  ])
    expect((await listed(query)).map((row) => row.messageId).sort()).toEqual([a, b].sort());
  expect((await listed(`criteria=messageId&cond=eq&value=${a}`)).map((row) => row.messageId)).toEqual([a]);
  expect(await codes("statusCode[ne]=4000")).toEqual(["3104"]);
  expect(await codes(`type[in]=${encodeURIComponent('["LMS","SMS"]')}&to=01000003104`)).toEqual(["3104"]);
  for (const query of ["customFields=x", "limit=501", "limit=0", "startDate=yesterday", "to[near]=1"])
    expect((await api.get(`/messages/v4/list?${query}`)).body).toMatchObject({ errorCode: "ValidationError" });
  const pending = await filled("01000000009");
  const { groupList } = (await api.get("/messages/v4/groups?criteria=status&cond=eq&value=PENDING")).body;
  expect(Object.keys(groupList as object)).toEqual([pending]);
});

test("out of order, a list still pages through everything once", async () => {
  await settings({ shuffleLists: true });
  await send(await filled(...Array.from({ length: 45 }, (_, n) => String(1_000_000_100 + n).padStart(11, "0"))));
  const seen: string[] = [];
  let query = "limit=20";
  for (;;) {
    const { body } = await api.get(`/messages/v4/list?${query}`);
    seen.push(...Object.values(body.messageList as Record<string, Message>).map((row) => row.to));
    if (!body.nextKey) break;
    query = `limit=20&startKey=${body.nextKey}`;
  }
  expect(new Set(seen).size).toBe(45);
  expect(seen).toHaveLength(45);
  expect(seen).not.toEqual([...seen].sort().reverse());
});

test("what happened survives a restart: groups, results to come, money, settings", async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), "simulator-"));
  try {
    await simulator.close();
    await start({ dir, settings: { resultDelayMs: 60_000 } });
    const sent = await filled("01000000001", "01000003104");
    await send(sent);
    const left = await filled("01000000002");
    const [money, seen] = [await balance(), (await api.get("/_sim/groups")).body];
    await simulator.close();
    simulator = await startSimulator({ port: 0, dir });
    api = openCaller(simulator.url);
    expect((await api.get("/_sim/groups")).body).toEqual(seen);
    expect(await balance()).toBe(money);
    await advance(60_000);
    expect((await group(sent)).status).toBe("COMPLETE");
    expect(await balance()).toBe(Number(money) + 18);
    expect((await send(left)).status).toBe(200);
    await api.post("/_sim/reset");
    expect((await api.get("/_sim/groups")).body.items).toEqual([]);
    expect(await balance()).toBe(100_000);
    expect(await advance(0)).toMatchObject({ body: { aheadMs: 0 } });
  } finally {
    rmSync(dir, { recursive: true });
  }
});

type Hook = { headers: http.IncomingHttpHeaders; items: Record<string, unknown>[] };
async function listener(statuses: number[]) {
  const got: Hook[] = [];
  let arrived = () => {};
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      got.push({ headers: request.headers, items: JSON.parse(Buffer.concat(chunks).toString()) });
      response.writeHead(statuses.shift() ?? 200).end();
      arrived();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    got,
    async until(count: number) {
      while (got.length < count) await new Promise<void>((resolve) => (arrived = resolve));
      return got;
    },
    close: () => server.close(),
  };
}

test("webhooks come as arrays in both shapes, with the digest of the secret, again unless 200, twice where told", async () => {
  const hook = await listener([500]);
  try {
    const webhook = { url: hook.url, secret: "비밀", retryMs: [1], groupReports: false };
    await settings({ webhook });
    await send(await filled("01000003104"));
    const [first, again] = await hook.until(2);
    expect(first!.headers).toMatchObject({
      "x-solapi-event-name": "SINGLE-REPORT",
      // sha1 of "비밀"
      "x-solapi-secret": "ab4da86479e140bc395691c9de974eb16a73bb3f",
    });
    expect(first!.items).toMatchObject([{ retryCount: 0, data: { to: "01000003104", statusCode: "3104" } }]);
    expect(again!.items).toMatchObject([{ retryCount: 1, eventDataId: first!.items[0]!.eventDataId }]);
    await settings({ webhook: { ...webhook, shape: "flat", duplicates: 1 } });
    await send(await filled("01000000001"));
    const [, , once, twice] = await hook.until(4);
    expect(once!.items).toMatchObject([{ to: "01000000001", statusCode: "4000" }]);
    expect(twice!.items).toEqual(once!.items);
  } finally {
    hook.close();
  }
});

test("a webhook may go to this machine only", async () => {
  const webhook = { url: "https://example.com/hook", secret: "비밀" };
  expect((await settings({ webhook })).status).toBe(422);
});

test("the control doors answer this machine only", async () => {
  const { port } = new URL(simulator.url);
  const status = await new Promise((resolve, reject) => {
    const options = { port, path: "/_sim/groups", headers: { host: "evil.example" } };
    http.get(options, (response) => resolve(response.resume().statusCode)).on("error", reject);
  });
  expect(status).toBe(403);
});

test("files are taken by kind and size, and a picture of MMS by its id", async () => {
  const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(1_000)]);
  const upload = (file: Buffer, type = "MMS") => api.post("/storage/v1/files", { file: file.toString("base64"), type });
  expect((await upload(Buffer.alloc(200 * 1024 + 1, 0xff))).status).toBe(400);
  expect((await upload(Buffer.from("GIF89a"))).status).toBe(400);
  const { fileId } = (await upload(jpeg)).body;
  const groupId = (await api.post("/messages/v4/groups")).body.groupId;
  const messages = [{ ...sms("01000000001"), imageId: fileId }];
  const added = (await api.put(`/messages/v4/groups/${groupId}/messages`, { messages })).body;
  expect(added.resultList).toMatchObject([{ type: "MMS", statusCode: "2000" }]);
});

test("a reset brings everything back to how it was started, whatever was switched, broken or counted since", async () => {
  await simulator.close();
  await start({
    settings: { resultDelayMs: 7_000, rateLimit: { reads: 3, writes: 3, anonymous: 3, windowMs: 60_000 } },
  });
  const standing = async () => {
    const paths = ["settings", "accounts", "faults", "requests", "webhooks", "groups"];
    return Promise.all(paths.map(async (path) => [path, (await api.get(`/_sim/${path}`)).body]));
  };
  const fresh = await standing();
  await settings({ cancelTo: "FAILED", errorDialect: "old", readDelayMs: 500, resultDelayMs: 1, dailyQuota: 1 });
  await api.post("/_sim/faults", { route: "balance", kind: "http_500" });
  await api.patch("/_sim/accounts/10000001", { balance: 1 });
  await advance(3_600_000);
  for (let i = 0; i < 4; i++) await api.post("/messages/v4/groups");
  expect(await standing()).not.toEqual(fresh);
  await api.post("/_sim/reset");
  expect(await standing()).toEqual(fresh);
  expect((await advance(0)).body).toMatchObject({ aheadMs: 0 });
  // The allowance too is whole again.
  for (let i = 0; i < 3; i++) expect((await api.post("/messages/v4/groups")).status).toBe(200);
  expect((await api.post("/messages/v4/groups")).status).toBe(429);
});
