import { createHash } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type SandboxServer, startSandbox } from "./sandbox-server";

const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
let dir: string;
let sandbox: SandboxServer;
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
  sandbox = await startSandbox({ port: 0, dir });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(dir, { recursive: true });
});
const restart = async () => {
  await sandbox.close();
  sandbox = await startSandbox({ port: 0, dir });
};

async function ask(
  route: string,
  { method = "GET", body, raw }: { method?: string; body?: unknown; raw?: string } = {},
) {
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await fetch(`${sandbox.url}${route}`, { method, ...(sent !== undefined && { body: sent }) });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> & { items?: unknown[] } };
}
const reply = (body: unknown) => ask("/reply", { method: "POST", body });
const text = (data: string, room = "1") => reply({ type: "text", room, data });
const inRoom = async (room = "1") =>
  (await ask(`/_sandbox/rooms/${room}/messages`)).body.items as { seq: number; at: string; text?: string }[];
const fault = (body: unknown) => ask("/_sandbox/faults", { method: "POST", body });
const QUERY = "SELECT COALESCE(MAX(_id),0) AS m FROM chat_logs WHERE chat_id=?";

test("speaks Iris: text, image, image_multiple, config, status", async () => {
  const base64 = PNG.toString("base64");
  expect(await text("안녕\n하세요")).toEqual({ status: 200, body: { success: true, message: "success" } });
  expect((await reply({ room: "1", data: "종류 없음", threadId: null })).status).toBe(200);
  expect((await reply({ type: "image", room: "1", data: base64 })).status).toBe(200);
  expect((await reply({ type: "image_multiple", room: "1", data: [base64, base64] })).status).toBe(200);
  const sha256 = createHash("sha256").update(PNG).digest("hex");
  const image = { sha256, bytes: PNG.length, mime: "image/png" };
  expect(await inRoom()).toMatchObject([
    { seq: 1, kind: "text", text: "안녕\n하세요" },
    { seq: 2, kind: "text", text: "종류 없음" },
    { seq: 3, kind: "images", images: [image] },
    { seq: 4, kind: "images", images: [image, image] },
  ]);
  expect((await ask("/config")).body).toMatchObject({ bot_name: "Iris", bot_id: 900000001, message_send_rate: 50 });
  expect((await ask("/dashboard/status")).body).toMatchObject({ isObserving: true });
});

test.each([
  ["a room that is no number", { type: "text", room: "abc", data: "x" }],
  ["a data: prefix", { type: "image", room: "1", data: `data:image/png;base64,${PNG.toString("base64")}` }],
  ["images as text", { type: "image_multiple", room: "1", data: "x" }],
  ["an unknown type", { type: "video", room: "1", data: "x" }],
  ["nothing", undefined],
])("%s is Iris's exception, 500 with its JSON, and nothing arrives", async (_name, body) => {
  expect(await reply(body)).toEqual({ status: 500, body: { status: false, message: expect.any(String) } });
  expect(await inRoom()).toEqual([]);
});

test("answers the sender's questions as the phone's database would and no other", async () => {
  const query = (query: string, bind: string[]) => ask("/query", { method: "POST", body: { query, bind } });
  expect((await query(QUERY, ["1"])).body).toEqual({ data: [{ m: "0" }] });
  await text("하나");
  await text("다른 방", "2");
  await text("둘");
  expect((await query(QUERY, ["1"])).body).toEqual({ data: [{ m: "3" }] });
  const rows = `SELECT _id,id,type,message,attachment FROM chat_logs WHERE chat_id=? AND _id>? AND v LIKE '%"isMine":true%' ORDER BY _id`;
  expect((await query(rows, ["1", "1"])).body).toMatchObject({ data: [{ _id: "3", type: "1", message: "둘" }] });
  expect((await query("DROP TABLE chat_logs", [])).status).toBe(500);
  expect((await query("SELECT * FROM chat_logs", [])).status).toBe(500);
});

test("a restart, a kill in the middle of a line and an emptied room keep what is right", async () => {
  await text("하나");
  await text("지울 것", "2");
  await restart();
  expect((await inRoom()).map((one) => one.text)).toEqual(["하나"]);
  expect((await ask("/_sandbox/rooms/2/messages", { method: "DELETE" })).body).toEqual({ removed: 1 });
  await sandbox.close();
  appendFileSync(path.join(dir, "messages.jsonl"), '{"seq":3,"roomId":"1","ki');
  sandbox = await startSandbox({ port: 0, dir });
  await text("둘");
  await restart();
  expect((await inRoom()).map((one) => [one.seq, one.text])).toEqual([
    [1, "하나"],
    [3, "둘"],
  ]);
  expect(await inRoom("2")).toEqual([]);
  expect(readFileSync(path.join(dir, "messages.jsonl"), "utf8").trim().split("\n")).toHaveLength(4);
});

test("a late message shows up after its time, behind what came meanwhile", async () => {
  await fault({ kind: "late", times: 1, ms: 250 });
  await text("늦은 것");
  await text("제때 온 것");
  expect((await inRoom()).map((one) => one.text)).toEqual(["제때 온 것"]);
  await new Promise((resolve) => setTimeout(resolve, 300));
  const items = await inRoom();
  expect(items.map((one) => one.text)).toEqual(["제때 온 것", "늦은 것"]);
  expect(items[0]!.at < items[1]!.at).toBe(true);
});

test("faults are listed with what is left of them and end one by one or together", async () => {
  await fault({ kind: "lost", times: 2, roomId: "1" });
  await fault({ kind: "slow", ms: 1 });
  await fault({ kind: "lost" });
  await text("없어질 것");
  expect((await ask("/_sandbox/faults")).body.items).toEqual([
    { kind: "lost", times: 1, roomId: "1" },
    { kind: "slow", ms: 1 },
    { kind: "lost" },
  ]);
  expect((await ask("/_sandbox/faults?kind=lost&roomId=1", { method: "DELETE" })).body.items).toEqual([
    { kind: "slow", ms: 1 },
    { kind: "lost" },
  ]);
  expect((await ask("/_sandbox/faults?kind=lots", { method: "DELETE" })).status).toBe(422);
  expect((await ask("/_sandbox/faults", { method: "DELETE" })).body.items).toEqual([]);
});

test.each([
  ["an unknown kind", '{"kind":"explode"}', "kind"],
  ["a negative wait", '{"kind":"slow","ms":-1}', "ms"],
  ["a field that isn't one", '{"kind":"slow","delay":1}', "delay"],
  ["no JSON", "kaputt", "body"],
  ["nothing", "", "body"],
])("%s at the fault door is 422 with words and changes nothing", async (_name, raw, word) => {
  const answer = await ask("/_sandbox/faults", { method: "POST", raw });
  expect(answer.status).toBe(422);
  expect(answer.body).toEqual({ message: expect.stringContaining(word) });
  expect((await ask("/_sandbox/faults")).body.items).toEqual([]);
});

test("hands out received pictures with their type, and nothing else from its disk", async () => {
  await reply({ type: "image", room: "1", data: PNG.toString("base64") });
  const sha256 = createHash("sha256").update(PNG).digest("hex");
  const answer = await fetch(`${sandbox.url}/_sandbox/images/${sha256}`);
  expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(Buffer.from(await answer.arrayBuffer()).equals(PNG)).toBe(true);
  for (const id of ["f".repeat(64), "..%2Fmessages.jsonl", "%2e%2e%2fmessages.jsonl"])
    expect((await ask(`/_sandbox/images/${id}`)).status).toBe(404);
});

const knock = (headers: http.OutgoingHttpHeaders) =>
  new Promise<number>((resolve, reject) => {
    const request = http.request(`${sandbox.url}/_sandbox/faults`, { method: "DELETE", headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject).end();
  });
test("the control doors open to this machine only, whatever name a page gives it", async () => {
  expect(await knock({})).toBe(200);
  expect(await knock({ origin: "http://localhost:3000" })).toBe(200);
  expect(await knock({ host: "rebind.example" })).toBe(403);
  expect(await knock({ origin: "https://elsewhere.example" })).toBe(403);
});

test("offline cuts every connection of its room and of no other, and the doors stay open", async () => {
  await fault({ kind: "offline", roomId: "1" });
  await expect(text("가", "1")).rejects.toThrow();
  expect((await text("나", "2")).status).toBe(200);
  await fault({ kind: "offline" });
  await expect(ask("/config")).rejects.toThrow();
  await ask("/_sandbox/faults", { method: "DELETE" });
  expect((await text("다", "1")).status).toBe(200);
  expect((await inRoom()).map((one) => one.text)).toEqual(["다"]);
});
