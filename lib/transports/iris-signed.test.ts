import { mkdtempSync, rmSync } from "node:fs";
import type net from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { rawAnswer, startOddGateway } from "@/scripts/testing/odd-gateway";
import { createIrisSigned } from "./iris-signed";
import type { CallContext, SentCall } from "./port";
import { DEMO_SECRET } from "./sandbox-port";
import { type SandboxServer, startSandbox } from "./sandbox-server";

const gateway = createIrisSigned({ allowHosts: ["127.0.0.1"], statusMs: 400, statusStepMs: 30 });
const context: CallContext = { timeoutMs: 1_000 };
const WRONG = "not-the-secret-0117";

let dir: string;
let sandbox: SandboxServer;
const closers: (() => unknown)[] = [];
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
  sandbox = await startSandbox({ port: 0, dir });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  await sandbox.close();
  rmSync(dir, { recursive: true });
});

const bot = (secret?: string, endpoint = sandbox.url) => ({
  endpoint,
  deviceId: "d",
  botName: "b",
  ...(secret !== undefined && { secret }),
});
const queued = '{"success":true,"delivery":"queued","requestId":"reply-1","room":"1","type":"text"}';
const state = (name: string, detail: string | null = null) =>
  rawAnswer("200 OK", JSON.stringify({ requestId: "reply-1", state: name, updatedAtEpochMs: 1, detail }));
async function phone(receipt: string, ...statuses: string[]) {
  let n = 0;
  const server = await startOddGateway(
    (socket) => socket.end(receipt),
    (socket) => socket.end(statuses[Math.min(n++, statuses.length - 1)] ?? ""),
  );
  closers.push(server.close);
  return server;
}
const ACCEPTED_202 = rawAnswer("202 Accepted", queued);
const GONE = rawAnswer("404 Not Found", '{"status":false,"message":"reply status not found"}');
const send = (url: string, text = "안녕") => gateway.sendText(bot("s", url), "1", text, context);

test.each([
  ["no secret is stored", undefined, DEMO_SECRET, "no secret"],
  ["the secret is another", WRONG, DEMO_SECRET, "wrong secret"],
  ["the gateway has none", DEMO_SECRET, "", "no secret set up"],
])("where %s a person has to act: nothing is sent, and no secret is told", async (_name, ours, theirs, said) => {
  const other = await startSandbox({ port: 0, dir: `${dir}/other`, secret: theirs });
  closers.push(other.close);
  const target = bot(ours, other.url);
  const opened = await gateway.open(target, "1", context);
  const sent = await gateway.sendText(target, "1", "가", { ...context, mark: null });
  const health = await gateway.health(target, context);
  const kept = await fetch(`${other.url}/_sandbox/rooms`).then((answer) => answer.json());
  expect(kept).toEqual({ items: [] });
  for (const outcome of [opened, sent])
    expect(outcome).toMatchObject({ kind: "rejected", reason: "auth_failed", configuration: true, retryable: false });
  expect(health).toMatchObject({ ok: false, detail: expect.stringMatching(said) });
  for (const told of [opened, sent, health]) {
    expect(JSON.stringify(told)).not.toContain(DEMO_SECRET);
    expect(JSON.stringify(told)).not.toContain(WRONG);
  }
});

test("builds that leave out what has its default are understood", async () => {
  const bare = rawAnswer("202 Accepted", '{"requestId":"reply-1","room":"1","type":"text"}');
  const { url } = await phone(bare, rawAnswer("200 OK", '{"requestId":"reply-1","state":"handoff_completed"}'));
  expect(await send(url)).toMatchObject({ kind: "accepted", certainty: "handed_off", ref: "reply-1" });
  const refusing = await phone(rawAnswer("400 Bad Request", '{"message":"room must be a numeric string"}'));
  expect(await send(refusing.url)).toMatchObject({ kind: "rejected", reason: "gateway_refused", retryable: false });
  const closing = await phone(rawAnswer("503 Unavailable", '{"message":"reply sender unavailable"}'));
  expect(await send(closing.url)).toMatchObject({ kind: "rejected", reason: "bot_offline", retryable: true });
});

test("a message is followed until it is handed over", async () => {
  const busy = ["queued", "preparing", "prepared", "sending"].map((name) => state(name));
  const { url, seen } = await phone(ACCEPTED_202, ...busy, rawAnswer("500 Oops", ""), state("handoff_completed"));
  expect(await send(url)).toMatchObject({ kind: "accepted", certainty: "handed_off", ref: "reply-1" });
  expect(seen.filter((line) => line === "GET /reply-status/reply-1")).toHaveLength(6);
  expect(seen.filter((line) => line.startsWith("POST"))).toEqual(["POST /reply"]);
});

test.each<[string, string[], object]>([
  [
    "failed",
    [state("queued"), state("failed", "no such room")],
    {
      kind: "rejected",
      reason: "gateway_refused",
      retryable: false,
      configuration: false,
      detail: "handing over failed: HTTP 200: no such room",
    },
  ],
  ["forgotten", [state("queued"), GONE], { kind: "unknown", reason: "not_observed", ref: "reply-1" }],
  [
    "still sending when its time is up",
    [state("sending")],
    { kind: "unknown", ref: "reply-1", detail: "queued, then: still sending" },
  ],
  ["in a state nobody knows", [state("dancing")], { kind: "unknown", ref: "reply-1" }],
  ["answered with garbage", [rawAnswer("200 OK", "<html>")], { kind: "unknown", ref: "reply-1" }],
])("a message that is %s", async (_name, statuses, expected) => {
  const { url } = await phone(ACCEPTED_202, ...statuses);
  expect(await send(url)).toMatchObject(expected);
});

test("a failure that quotes the message is told without it", async () => {
  const words = "비밀 할인 코드 0117";
  const { url } = await phone(ACCEPTED_202, state("failed", `could not send '${words}'`));
  const outcome = await send(url, words);
  expect(outcome).toMatchObject({ kind: "rejected" });
  expect(JSON.stringify(outcome)).not.toContain("0117");
});

test.each<[string, string, object]>([
  ["a denial", '{"success":false,"requestId":"reply-1"}', { kind: "unknown", reason: "bad_response" }],
  ["no name", '{"success":true}', { kind: "unknown", reason: "bad_response" }],
  [
    "a name that would lead elsewhere",
    '{"success":true,"requestId":"../../config"}',
    { kind: "unknown", reason: "bad_response" },
  ],
  [
    "a name too long to keep",
    `{"success":true,"requestId":"${"r".repeat(101)}"}`,
    { kind: "unknown", reason: "bad_response" },
  ],
])("a receipt with %s is none", async (_name, body, expected) => {
  const { url, seen } = await phone(rawAnswer("202 Accepted", body), state("handoff_completed"));
  const outcome = await send(url);
  expect(outcome).toMatchObject(expected);
  expect("ref" in outcome).toBe(false);
  expect(seen.some((line) => line.startsWith("GET /reply-status/") && line !== "GET /reply-status/none")).toBe(false);
});

test.each<[string, string, object]>([
  [
    "400",
    '{"status":false,"message":"room must be a numeric string"}',
    { reason: "gateway_refused", retryable: false, detail: "HTTP 400: room must be a numeric string" },
  ],
  [
    "400",
    '{"status":false,"message":"unexpected image content type"}',
    { reason: "unsupported_media", retryable: false },
  ],
  ["500", '{"status":false,"message":"internal server error"}', { reason: "gateway_refused", retryable: true }],
  ["503", '{"status":false,"message":"service unavailable"}', { reason: "auth_failed", configuration: true }],
  [
    "503",
    '{"status":false,"message":"reply sender unavailable"}',
    { reason: "bot_offline", retryable: true, configuration: false },
  ],
])("%s %s is certainly not sent", async (status, body, expected) => {
  const { url } = await phone(rawAnswer(`${status} X`, body));
  expect(await send(url)).toMatchObject({ kind: "rejected", ...expected });
});

test("images of a kind or content the gateway doesn't take", async () => {
  const svg = { bytes: Buffer.from("<svg/>"), mime: "image/svg+xml" };
  const fake = { bytes: Buffer.from("not a picture"), mime: "image/png" };
  for (const image of [svg, fake])
    expect(await gateway.sendImages(bot(DEMO_SECRET), "1", [image], context)).toMatchObject({
      kind: "rejected",
      reason: "unsupported_media",
      retryable: false,
    });
});

test("an earlier call is asked for by its receipt, and without one nothing is known", async () => {
  const sent: SentCall = {
    mark: null,
    nextMark: null,
    ref: "reply-1",
    taken: [],
    expected: { kind: "images", count: 1 },
  };
  const ask = async (over: Partial<SentCall>, ...statuses: string[]) => {
    const { url } = await phone(ACCEPTED_202, ...statuses);
    return gateway.lookUp(bot("s", url), "1", { ...sent, ...over }, context);
  };
  expect(await ask({}, state("handoff_completed"))).toMatchObject({
    kind: "found",
    certainty: "handed_off",
    ref: "reply-1",
  });
  expect(await ask({}, state("failed", "bridge away"))).toEqual({ kind: "failed", detail: "HTTP 200: bridge away" });
  expect(await ask({}, state("preparing"))).toEqual({ kind: "none", detail: "still preparing" });
  expect(await ask({}, GONE)).toMatchObject({ kind: "none" });
  expect(await ask({}, rawAnswer("401 Unauthorized", "{}"))).toMatchObject({ kind: "unreachable" });
  expect(await ask({ ref: null })).toMatchObject({ kind: "none" });
  expect(await ask({ ref: "../config" }, state("handoff_completed"))).toMatchObject({ kind: "found" });
});

test("a large body refused before it was read is a refusal, not a mystery", async () => {
  const refuse = (socket: net.Socket) => socket.end(rawAnswer("401 Unauthorized", '{"status":false}'));
  const server = await startOddGateway(refuse, undefined, undefined, refuse);
  closers.push(server.close);
  const bytes = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), Buffer.alloc(9 * 1024 * 1024)]);
  const images = [{ bytes, mime: "image/png" }];
  const over = { ...context, timeoutMs: 5_000, mark: null };
  expect(await gateway.sendImages(bot("s", server.url), "1", images, over)).toMatchObject({
    kind: "rejected",
    reason: "auth_failed",
  });
});
