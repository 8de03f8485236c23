import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createIrisPlain } from "./iris-plain";
import type { SentCall } from "./port";
import { type SandboxServer, startSandbox } from "./sandbox-server";

const gateway = createIrisPlain({ allowHosts: ["127.0.0.1"], proofMs: 500, proofStepMs: 30 });
const context = { timeoutMs: 2_000 };

let dir: string;
let sandbox: SandboxServer;
const closers: (() => void)[] = [];
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
  sandbox = await startSandbox({ port: 0, dir });
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await sandbox.close();
  rmSync(dir, { recursive: true });
});

const bot = (endpoint = sandbox.url) => ({ endpoint, deviceId: "d", botName: "b" });
const door = async (route: string, method = "GET", body?: unknown) =>
  (
    await fetch(`${sandbox.url}/_sandbox/${route}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  ).json() as Promise<{ items: { text?: string; kind: string; images?: { bytes: number }[] }[] }>;
const fault = (body: object) => door("faults", "POST", body);
const received = async (roomId = "1") => (await door(`rooms/${roomId}/messages`)).items;
const text = (words = "안녕하세요", roomId = "1") => gateway.sendText(bot(), roomId, words, context);

/** A server that treats each connection as told. */
async function rawServer(onConnection: (socket: net.Socket, n: number) => void): Promise<string> {
  let n = 0;
  const server = net.createServer((socket) => {
    socket.on("error", () => {});
    onConnection(socket, ++n);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}
const http200 = (body: string) =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;
const baseline = http200('{"data":[{"m":"0"}]}');

test("a fault of one room leaves the others alone", async () => {
  await fault({ kind: "http_500", roomId: "1" });
  expect(await text("가", "1")).toMatchObject({ kind: "rejected" });
  expect(await text("나", "2")).toMatchObject({ kind: "accepted" });
});

test("evidence turns a lost answer into delivered", async () => {
  await fault({ kind: "slow", ms: 400 });
  expect(await gateway.sendText(bot(), "1", "늦은 대답", { timeoutMs: 300 })).toMatchObject({
    kind: "accepted",
    certainty: "delivered",
  });
});

test("an exception that quotes what was sent is told without it", async () => {
  const words = "비밀 할인 코드 0117";
  const quotes = [
    `Unexpected JSON token at offset 12\nJSON input: {"data":"${words}"}`,
    `could not send '${words}'`,
    `cut short: '${words.slice(1, -2)}…'`,
    "Room is gone",
  ];
  const details: string[] = [];
  for (const quote of quotes) {
    const body = JSON.stringify({ status: false, message: quote });
    const endpoint = await rawServer((socket, n) => {
      socket.once("data", () =>
        socket.end(n === 1 ? baseline : http200(body).replace("200 OK", "500 Internal Server Error")),
      );
    });
    const outcome = await gateway.sendText(bot(endpoint), "1", `첫 줄\n${words}`, context);
    expect(outcome).toMatchObject({ kind: "rejected", reason: "gateway_refused", retryable: true });
    details.push("detail" in outcome ? outcome.detail : "");
  }
  expect(details).toEqual([
    "HTTP 500: Unexpected JSON token at offset 12",
    "HTTP 500",
    "HTTP 500",
    "HTTP 500: Room is gone",
  ]);
});

test.each([
  ["garbage", "<html>"],
  ["rows of another shape", '{"data":[null,{"_id":{}}]}'],
  ["no rows at all", '{"data":"none"}'],
])("a chat log that answers %s proves nothing and harms nothing", async (_name, answer) => {
  const endpoint = await rawServer((socket, n) => {
    socket.once("data", () =>
      socket.end(n === 1 ? baseline : http200(n === 2 ? '{"success":true,"message":"success"}' : answer)),
    );
  });
  expect(await gateway.sendText(bot(endpoint), "1", "가", context)).toMatchObject({
    kind: "accepted",
    certainty: "accepted",
  });
});

test("health tells how close its calls may come", async () => {
  expect(await gateway.health(bot(), context)).toMatchObject({ ok: true, leastGapMs: 300 });
  for (const [rate, leastGapMs] of [
    ['"1500"', 1750],
    ["0", 250],
    ["-1", undefined],
    ['"soon"', undefined],
    ["null", undefined],
  ] as const) {
    const answer = http200(`{"bot_name":"Iris","bot_id":1,"message_send_rate":${rate}}`);
    const endpoint = await rawServer((socket) => socket.once("data", () => socket.end(answer)));
    const health = await gateway.health(bot(endpoint), context);
    expect(health).toMatchObject({ ok: true });
    expect("leastGapMs" in health ? health.leastGapMs : undefined).toBe(leastGapMs);
  }
});

test("a room that is no number is Iris's own exception", async () => {
  expect(await text("가", "abc")).toMatchObject({
    kind: "rejected",
    reason: "gateway_refused",
    detail: expect.stringContaining("abc"),
  });
});

const expected = { kind: "text", text: "가" } as const;
const later = (mark: string | null, over: Partial<SentCall> = {}) =>
  gateway.lookUp(bot(), "1", { mark, nextMark: null, ref: null, taken: [], expected, ...over }, context);
const open = async () => {
  const opened = await gateway.open(bot(), "1", context);
  return opened.kind === "ready" ? opened.mark : expect.unreachable(opened.detail);
};

test("open sends nothing and marks the place; a call is found from there, once, and never beyond the next call's mark", async () => {
  const first = await open();
  expect(await received()).toEqual([]);
  expect(await later(first)).toMatchObject({ kind: "none" });
  const sent = await gateway.sendText(bot(), "1", "가", { ...context, mark: first });
  expect(sent).toMatchObject({ certainty: "delivered" });
  const ref = sent.kind === "accepted" ? sent.ref! : "";
  expect(await later(first)).toEqual({ kind: "found", certainty: "delivered", ref, raw: expect.anything() });
  expect(await later(first, { taken: [ref] })).toMatchObject({ kind: "none" });
  const second = await open();
  expect(await later(second)).toMatchObject({ kind: "none" });
  await text("가");
  expect(await later(first, { nextMark: second, taken: [ref] })).toMatchObject({ kind: "none" });
  expect(await later(second)).toMatchObject({ kind: "found" });
  expect(await later(null)).toMatchObject({ kind: "none" });
});

test("a phone that can't be asked is no evidence either way", async () => {
  const mark = await open();
  await fault({ kind: "offline" });
  expect(await later(mark)).toMatchObject({ kind: "unreachable" });
  expect(await gateway.open(bot(), "1", context)).toMatchObject({ kind: "rejected", reason: "bot_offline" });
});

test("a chat log that can't be read leaves no mark, and then nothing is proved", async () => {
  let asked = 0;
  const endpoint = await rawServer((socket) => {
    socket.once("data", (data) => {
      const isReply = String(data).startsWith("POST /reply");
      if (!isReply) asked++;
      socket.end(http200(isReply ? '{"success":true}' : "<html>"));
    });
  });
  expect(await gateway.open(bot(endpoint), "1", context)).toEqual({ kind: "ready", mark: null });
  expect(await gateway.sendText(bot(endpoint), "1", "가", { ...context, mark: null })).toMatchObject({
    certainty: "accepted",
  });
  expect(asked).toBe(1);
});
