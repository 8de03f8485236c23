import { mkdtempSync, rmSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { listening, rawAnswer, startOddGateway } from "@/scripts/testing/odd-gateway";
import { selfSigned } from "@/scripts/testing/self-signed";
import { createIrisPlain } from "./iris-plain";
import { createIrisSigned } from "./iris-signed";
import type { CallContext, KakaoGateway, Outcome } from "./port";
import { DEMO_SECRET } from "./sandbox-port";
import { type SandboxServer, startSandbox } from "./sandbox-server";

type Class = Record<string, unknown>;
type Dialect = {
  name: string;
  make: (allowHosts: string[]) => KakaoGateway;
  /** The most it can prove. */
  best: Class;
  /** What it makes of a success that isn't one. */
  fooled: Class;
  /** What it makes of an answer that was lost after the message arrived, given what it was. */
  lostAnswer: (unknown: Class) => Class;
  late: Class;
};
const rejected = (reason: string, over: Class = {}): Class => ({
  kind: "rejected",
  reason,
  retryable: false,
  configuration: false,
  ...over,
});
const unknown = (reason: string): Class => ({ kind: "unknown", reason });
const DELIVERED = { kind: "accepted", certainty: "delivered", ref: expect.any(String) };
const HANDED_OFF = { kind: "accepted", certainty: "handed_off", ref: expect.stringMatching(/^reply-/) };
const ACCEPTED = { kind: "accepted", certainty: "accepted" };
const DIALECTS: Dialect[] = [
  {
    name: "iris_plain",
    make: (allowHosts) => createIrisPlain({ allowHosts, proofMs: 500, proofStepMs: 30 }),
    best: DELIVERED,
    fooled: ACCEPTED,
    lostAnswer: () => DELIVERED,
    late: ACCEPTED,
  },
  {
    name: "iris_signed",
    make: (allowHosts) => createIrisSigned({ allowHosts, statusMs: 700, statusStepMs: 30 }),
    best: HANDED_OFF,
    fooled: HANDED_OFF,
    lostAnswer: (lost) => lost,
    late: { ...unknown("not_observed"), ref: expect.stringMatching(/^reply-/) },
  },
];

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const image = { bytes: PNG, mime: "image/png" };
const context: CallContext = { timeoutMs: 2_000 };

let dir: string;
let sandbox: SandboxServer;
/** Every POST to `/reply` this process has begun. */
let posts = 0;
const closers: (() => void)[] = [];
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
  sandbox = await startSandbox({ port: 0, dir });
  posts = 0;
  for (const client of [http, https]) {
    const request = client.request.bind(client) as (url: URL, options: http.RequestOptions) => http.ClientRequest;
    vi.spyOn(client, "request").mockImplementation(((url: URL, options: http.RequestOptions) => {
      if (options.method === "POST" && url.pathname === "/reply") posts++;
      return request(url, options);
    }) as typeof client.request);
  }
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closers.splice(0)) close();
  await sandbox.close();
  rmSync(dir, { recursive: true });
});

const bot = (endpoint = sandbox.url, secret: string | null = DEMO_SECRET) => ({
  endpoint,
  deviceId: "d",
  botName: "b",
  ...(secret !== null && { secret }),
});
const door = async (route: string, body?: object) => {
  const init = body && { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${sandbox.url}/_sandbox/${route}`, init);
  return ((await answer.json()) as { items: { text?: string; images?: { sha256: string; bytes: number }[] }[] }).items;
};
const fault = (kind: string, over: object = {}) => door("faults", { kind, times: 1, ...over });
const received = () => door("rooms/1/messages");
async function odd(onReply: (socket: net.Socket) => void, onStatus?: (socket: net.Socket) => void) {
  const gateway = await startOddGateway(onReply, onStatus);
  closers.push(gateway.close);
  return gateway;
}

describe.each(DIALECTS)("$name", ({ make, best, fooled, lostAnswer, late }) => {
  const gateway = make(["127.0.0.1", "no-such-host.invalid"]);
  const most = gateway.capability.maxImagesPerCall;
  const send = (text = "안녕하세요", to = bot(), over: Partial<CallContext> = {}) =>
    gateway.sendText(to, "1", text, { ...context, ...over });

  test("text arrives word for word, with one POST", async () => {
    const words = '첫 줄\n둘째 줄 😀 "따옴표" \\u0041 & <b>';
    expect(await send(words)).toMatchObject(best);
    expect(await received()).toMatchObject([{ text: words }]);
    expect(posts).toBe(1);
  });

  test("one image, several and as many as fit arrive whole and in order, one POST each", async () => {
    const other = { bytes: Buffer.concat([PNG, Buffer.alloc(100_000, 1)]), mime: "image/png" };
    for (const images of [[image], [image, other, image], Array(most).fill(image)])
      expect(await gateway.sendImages(bot(), "1", images, context)).toMatchObject(best);
    expect((await received()).map((one) => one.images?.map(({ bytes }) => bytes))).toEqual([
      [PNG.length],
      [PNG.length, other.bytes.length, PNG.length],
      Array(most).fill(PNG.length),
    ]);
    expect(posts).toBe(3);
  });

  test("more or larger images than fit, and none, are refused before any call", async () => {
    const large = { bytes: new Uint8Array(gateway.capability.maxImageBytes + 1), mime: "image/png" };
    const five = Array(5).fill({ bytes: new Uint8Array(9 * 1024 * 1024), mime: "image/png" });
    for (const images of [[], [large], five, Array(most + 1).fill(image)])
      expect(await gateway.sendImages(bot(), "1", images, context)).toMatchObject(rejected("payload_too_large"));
    expect(posts).toBe(0);
    expect(await received()).toEqual([]);
  });

  test.each<[string, object, Class, number, number]>([
    ["offline", {}, rejected("bot_offline", { retryable: true }), 0, 0],
    ["http_500", {}, rejected("gateway_refused", { retryable: true }), 1, 0],
    ["queue_full", {}, rejected("queue_full", { retryable: true }), 1, 0],
    ["html_500", {}, unknown("gateway_5xx"), 1, 0],
    ["lost", {}, fooled, 1, 0],
    ["duplicate", {}, best, 1, 2],
    ["late", { ms: 60_000 }, late, 1, 0],
    ["late", { ms: 200 }, best, 1, 1],
    ["slow", { ms: 100 }, best, 1, 1],
    ["drop_older", { ms: 150 }, best, 1, 1],
    ["reset_after", {}, lostAnswer(unknown("conn_reset")), 1, 1],
    ["garbage", {}, lostAnswer(unknown("bad_response")), 1, 1],
  ])(
    "fault %s %j is told as it is, with no second POST, and then is over",
    async (kind, over, expected, asked, count) => {
      await fault(kind, over);
      const outcome = await send();
      expect(outcome).toMatchObject(expected);
      expect(posts).toBe(asked);
      expect(await received()).toHaveLength(count);
      expect(await send("다음")).toMatchObject(best);
    },
  );

  test("a message lost from a full channel is never called proved", async () => {
    await fault("drop_older", { times: 2, ms: 1_500 });
    const first = send("하나");
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([first, send("둘")]);
    await new Promise((resolve) => setTimeout(resolve, 1_600));
    expect(await received()).toMatchObject([{ text: "둘" }]);
    expect((await first) as Class).not.toMatchObject({ certainty: "delivered" });
    expect(posts).toBe(2);
  });

  test("an answer later than the time-out is unknown, never a failure", async () => {
    await fault("slow", { ms: 2_000 });
    expect(await send("느림", bot(), { timeoutMs: 300 })).toMatchObject(unknown("timeout"));
    expect(posts).toBe(1);
  });

  const HTML = "<html>hello</html>";
  test.each<[string, (socket: net.Socket) => void, Class]>([
    ["no answer at all", () => {}, unknown("timeout")],
    ["a connection cut without an answer", (socket) => socket.destroy(), unknown("conn_reset")],
    ["half an answer", (s) => s.end("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"), unknown("conn_reset")],
    ["200 with garbage", (s) => s.end(rawAnswer("200 OK", HTML)), unknown("bad_response")],
    ["200 without success", (s) => s.end(rawAnswer("200 OK", '{"ok":true}')), unknown("bad_response")],
    ["202 without success", (s) => s.end(rawAnswer("202 Accepted", '{"success":false}')), unknown("bad_response")],
    ["a proxy's 502", (s) => s.end(rawAnswer("502 Bad Gateway", HTML)), unknown("gateway_5xx")],
    ["an endless answer", (s) => s.end(rawAnswer("200 OK", `"${"x".repeat(200_000)}`)), unknown("bad_response")],
    ["401", (s) => s.end(rawAnswer("401 Unauthorized", "{}")), rejected("auth_failed", { configuration: true })],
    ["404", (s) => s.end(rawAnswer("404 Not Found", HTML)), rejected("gateway_refused", { configuration: true })],
    ["413", (s) => s.end(rawAnswer("413 Too Large", HTML)), rejected("payload_too_large")],
    ["429", (s) => s.end(rawAnswer("429 Too Many", HTML)), rejected("queue_full", { retryable: true })],
  ])("%s", async (_name, onReply, expected) => {
    const { url, seen } = await odd(onReply);
    expect(await send("안녕", bot(url), { timeoutMs: 400 })).toMatchObject(expected);
    expect(posts).toBe(1);
    expect(seen.filter((line) => line === "POST /reply")).toHaveLength(1);
  });

  test("a redirect is never followed", async () => {
    const trap = await odd((socket) => socket.end(rawAnswer("200 OK", '{"success":true,"requestId":"a"}')));
    for (const status of ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]) {
      const { url } = await odd((s) => s.end(rawAnswer(status, "", `location: ${trap.url}/reply\r\n`)));
      expect(await send("안녕", bot(url))).toMatchObject(rejected("gateway_refused", { configuration: true }));
    }
    expect(trap.seen).toEqual([]);
    expect(posts).toBe(4);
  });

  test("nothing was sent where there was no connection: refused, no such name, no TLS, a certificate nobody vouches for", async () => {
    const soon = { timeoutMs: 400 };
    const closed = net.createServer();
    const refusing = `http://127.0.0.1:${await listening(closed)}`;
    closed.close();
    const noTls = (await odd(() => {})).url.replace("http:", "https:");
    const silent = net.createServer();
    const noHandshake = `https://127.0.0.1:${await listening(silent)}`;
    closers.push(() => silent.close());
    const uncertified = await startOddGateway(() => {}, undefined, selfSigned());
    closers.push(uncertified.close);
    for (const endpoint of [refusing, "http://no-such-host.invalid:3000", noTls, noHandshake, uncertified.url]) {
      const expected = rejected("bot_offline", { retryable: true });
      expect(await send("가", bot(endpoint), soon)).toMatchObject(expected);
      expect(await gateway.open(bot(endpoint), "1", soon)).toMatchObject(expected);
      expect(posts).toBe(0);
      // Also where the connection went bad between opening and sending.
      expect(await send("가", bot(endpoint), { ...soon, mark: null })).toMatchObject(expected);
      expect(posts).toBe(1);
      posts = 0;
      expect(await gateway.health(bot(endpoint), soon)).toMatchObject({ ok: false, reason: "bot_offline" });
    }
    expect(uncertified.seen).toEqual([]);
    expect(await gateway.health(bot(uncertified.url), context)).toMatchObject({
      detail: expect.stringContaining("SELF_SIGNED"),
    });
  });

  test("an address that isn't allowed is never called", async () => {
    const { url, seen } = await odd(() => {});
    const strict = make(["10.9.9.9"]);
    const expected = rejected("egress_denied", { configuration: true });
    for (const mark of [undefined, null])
      expect(await strict.sendText(bot(url), "1", "가", { ...context, ...(mark === null && { mark }) })).toMatchObject(
        expected,
      );
    expect(await strict.open(bot(url), "1", context)).toMatchObject(expected);
    expect(await strict.health(bot(url), context)).toMatchObject({ ok: false, reason: "egress_denied" });
    expect(seen).toEqual([]);
  });

  test("a call nobody wants any more ends at once and is never a success", async () => {
    await fault("slow", { ms: 5_000 });
    const startedMs = performance.now();
    const ended = await send("가", bot(), { timeoutMs: 20_000, signal: AbortSignal.timeout(200) });
    expect(ended).toMatchObject(unknown("timeout"));
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    expect(await send("나", bot(), { signal: AbortSignal.abort() })).toMatchObject({
      kind: "rejected",
      retryable: true,
    });
  });

  test("opening, looking up and asking for health never send", async () => {
    expect(await gateway.open(bot(), "1", context)).toMatchObject({ kind: "ready" });
    expect(await gateway.health(bot(), context)).toMatchObject({ ok: true });
    const expected = { kind: "text", text: "가" } as const;
    const never = { mark: "0", nextMark: null, ref: null, taken: [], expected };
    expect(await gateway.lookUp(bot(), "1", never, context)).toMatchObject({ kind: "none" });
    expect([posts, await door("rooms")]).toEqual([0, []]);
    await fault("offline", { times: 2 });
    expect(await gateway.health(bot(), context)).toMatchObject({ ok: false, reason: "bot_offline" });
  });

  test("what was sent can be looked up afterwards, and a gateway that is away is no evidence", async () => {
    const opened = await gateway.open(bot(), "1", context);
    const mark = opened.kind === "ready" ? opened.mark : expect.unreachable();
    const outcome = await send("나중에", bot(), { mark });
    const ref = outcome.kind === "accepted" ? outcome.ref! : expect.unreachable(outcome.detail);
    const sent = { mark, nextMark: null, ref, taken: [], expected: { kind: "text", text: "나중에" } } as const;
    const { kind: _, ...found } = { ...(best as Outcome) };
    expect(await gateway.lookUp(bot(), "1", sent, context)).toMatchObject({ kind: "found", ...found });
    await fault("offline");
    expect(await gateway.lookUp(bot(), "1", sent, context)).toMatchObject({ kind: "unreachable" });
    expect(posts).toBe(1);
  });

  test("a web server that is no gateway is neither healthy nor trusted", async () => {
    const server = http.createServer((_request, response) => response.end(HTML));
    const url = `http://127.0.0.1:${await listening(server)}`;
    closers.push(() => server.close());
    expect(await gateway.health(bot(url), context)).toMatchObject({ ok: false, reason: "gateway_refused" });
  });
});
