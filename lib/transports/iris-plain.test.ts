import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createIrisPlain } from "./iris-plain";
import type { Outcome, SentCall } from "./port";
import { type SandboxServer, startSandbox } from "./sandbox-server";

const gateway = createIrisPlain({ allowHosts: ["127.0.0.1"], proofMs: 500, proofStepMs: 30 });
const context = { timeoutMs: 2_000 };
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const image = { bytes: PNG, mime: "image/png" };

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

test("text arrives word for word and is proved by the room's own log", async () => {
  const words = '첫 줄\r\n둘째 줄 😀 "따옴표"';
  expect(await text(words)).toMatchObject({ kind: "accepted", certainty: "delivered", ref: expect.any(String) });
  expect(await received()).toMatchObject([{ kind: "text", text: words }]);
});

test("one image and several arrive whole, in one message each", async () => {
  expect(await gateway.sendImages(bot(), "1", [image], context)).toMatchObject({ certainty: "delivered" });
  expect(await gateway.sendImages(bot(), "1", [image, image, image], context)).toMatchObject({
    certainty: "delivered",
  });
  expect((await received()).map((one) => one.images?.map((i) => i.bytes))).toEqual([
    [PNG.length],
    [PNG.length, PNG.length, PNG.length],
  ]);
});

const REJECTED = { kind: "rejected", retryable: true };
test.each<[string, object, Partial<Outcome>, number]>([
  ["offline", {}, { ...REJECTED, reason: "bot_offline" } as Partial<Outcome>, 0],
  ["http_500", {}, { ...REJECTED, reason: "gateway_refused" } as Partial<Outcome>, 0],
  ["queue_full", {}, { ...REJECTED, reason: "queue_full" } as Partial<Outcome>, 0],
  ["lost", {}, { kind: "accepted", certainty: "accepted" } as Partial<Outcome>, 0],
  ["duplicate", {}, { kind: "accepted", certainty: "delivered" } as Partial<Outcome>, 2],
  ["late", { ms: 60_000 }, { kind: "accepted", certainty: "accepted" } as Partial<Outcome>, 0],
  ["slow", { ms: 100 }, { kind: "accepted", certainty: "delivered" } as Partial<Outcome>, 1],
])("fault %s is told as it is, once, and then is over", async (kind, more, expected, count) => {
  await fault({ kind, times: 1, ...more });
  expect(await text()).toMatchObject(expected);
  expect(await received()).toHaveLength(count);
  expect(await text("다음")).toMatchObject({ kind: "accepted", certainty: "delivered" });
});

test("a late row is proved once it shows up in time", async () => {
  await fault({ kind: "late", times: 1, ms: 150 });
  expect(await text()).toMatchObject({ certainty: "delivered" });
});

test("drop_older loses the first of two quick messages though both were answered with success", async () => {
  await fault({ kind: "drop_older", times: 2, ms: 700 });
  const [first, second] = await Promise.all([
    text("하나"),
    new Promise<Outcome>((resolve) => setTimeout(() => resolve(text("둘")), 100)),
  ]);
  expect([first.kind, second.kind]).toEqual(["accepted", "accepted"]);
  await new Promise((resolve) => setTimeout(resolve, 800));
  expect((await received()).map((one) => one.text)).toEqual(["둘"]);
});

test("a fault of one room leaves the others alone", async () => {
  await fault({ kind: "http_500", roomId: "1" });
  expect(await text("가", "1")).toMatchObject({ kind: "rejected" });
  expect(await text("나", "2")).toMatchObject({ kind: "accepted" });
});

test("a time-out after the message was written is unknown, never a failure", async () => {
  await fault({ kind: "slow", ms: 1_500 });
  expect(await gateway.sendText(bot(), "1", "느림", { timeoutMs: 300 })).toMatchObject({
    kind: "unknown",
    reason: "timeout",
  });
});

test("evidence turns a lost answer into delivered", async () => {
  await fault({ kind: "slow", ms: 400 });
  expect(await gateway.sendText(bot(), "1", "늦은 대답", { timeoutMs: 300 })).toMatchObject({
    kind: "accepted",
    certainty: "delivered",
  });
});

test("gateways that refuse, don't resolve, speak no TLS or never finish its handshake got nothing", async () => {
  const closed = await rawServer(() => {});
  closers.pop()?.();
  const noTls = (await rawServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"))).replace("http", "https");
  const silentTls = (await rawServer(() => {})).replace("http", "https");
  for (const endpoint of [closed, noTls, silentTls])
    expect(await gateway.sendText(bot(endpoint), "1", "가", { timeoutMs: 300 })).toMatchObject({
      kind: "rejected",
      reason: "bot_offline",
      retryable: true,
    });
  const elsewhere = createIrisPlain({ allowHosts: ["no-such-host.invalid"], proofMs: 0 });
  expect(await elsewhere.sendText(bot("http://no-such-host.invalid:3000"), "1", "가", context)).toMatchObject({
    kind: "rejected",
    reason: "bot_offline",
  });
});

test.each<[string, string | null, string]>([
  ["a connection cut after the request", null, "conn_reset"],
  ["garbage", "HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\n<html/>", "bad_response"],
  ["a 502 of a proxy", "HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n", "gateway_5xx"],
  ["half an answer", "HTTP/1.1 200 OK\r\ncontent-length: 500\r\nconnection: close\r\n\r\n{", "conn_reset"],
])("%s leaves the outcome unknown", async (_name, answer, reason) => {
  const endpoint = await rawServer((socket, n) => {
    socket.once("data", () => {
      if (n !== 2) socket.end(n === 1 ? baseline : http200('{"data":[]}'));
      else if (answer === null) socket.resetAndDestroy();
      else socket.end(answer);
    });
  });
  expect(await gateway.sendText(bot(endpoint), "1", "가", context)).toMatchObject({ kind: "unknown", reason });
});

test.each([
  [401, "auth_failed", true],
  [403, "auth_failed", true],
  [413, "payload_too_large", false],
  [404, "gateway_refused", true],
  [302, "gateway_refused", true],
])("HTTP %i is a refusal for a person to look at", async (status, reason, configuration) => {
  const endpoint = await rawServer((socket, n) => {
    socket.once("data", () =>
      socket.end(
        n === 1
          ? baseline
          : `HTTP/1.1 ${status} No\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
      ),
    );
  });
  expect(await gateway.sendText(bot(endpoint), "1", "가", context)).toMatchObject({
    kind: "rejected",
    reason,
    configuration,
    retryable: false,
  });
});

test("an address that isn't allowed is never called", async () => {
  let connections = 0;
  const endpoint = await rawServer(() => {
    connections++;
  });
  const strict = createIrisPlain({ allowHosts: ["10.9.9.9"] });
  expect(await strict.sendText(bot(endpoint), "1", "가", context)).toMatchObject({
    kind: "rejected",
    reason: "egress_denied",
    configuration: true,
  });
  expect(await strict.health(bot(endpoint), context)).toMatchObject({ ok: false, reason: "egress_denied" });
  expect(connections).toBe(0);
});

test("an exception that quotes what was sent is told without it", async () => {
  const words = "비밀 할인 코드 0117";
  const quotes = [
    `Unexpected JSON token at offset 12\nJSON input: {"data":"${words}"}`,
    `could not send '${words}'`,
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
  expect(details).toEqual(["HTTP 500: Unexpected JSON token at offset 12", "HTTP 500", "HTTP 500: Room is gone"]);
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

test("a call nobody wants any more ends at once and is never a success", async () => {
  await fault({ kind: "slow", ms: 5_000 });
  const startedMs = performance.now();
  const outcome = await gateway.sendText(bot(), "1", "가", { timeoutMs: 20_000, signal: AbortSignal.timeout(200) });
  expect(outcome).toMatchObject({ kind: "unknown", reason: "timeout" });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
  const before = { timeoutMs: 1_000, signal: AbortSignal.abort() };
  expect(await gateway.sendText(bot(), "1", "나", before)).toMatchObject({ kind: "rejected", retryable: true });
});

test("a web server that isn't Iris is no healthy bot", async () => {
  const endpoint = await rawServer((socket) => {
    socket.once("data", () => socket.end(http200("<html>hello</html>")));
  });
  expect(await gateway.health(bot(endpoint), context)).toMatchObject({ ok: false, reason: "gateway_refused" });
});

test("health reads and never sends", async () => {
  expect(await gateway.health(bot(), context)).toMatchObject({ ok: true });
  expect((await door("rooms")).items).toEqual([]);
  await fault({ kind: "offline" });
  expect(await gateway.health(bot(), context)).toMatchObject({ ok: false, reason: "bot_offline" });
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
