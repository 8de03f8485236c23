import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { imageForm } from "./iris-multipart";
import { sha256Hex, signedHeaders } from "./iris-signature";
import { type SandboxServer, startSandbox } from "./sandbox-server";

const SECRET = "a-secret-of-this-test";
const PNG = Buffer.from("89504e470d0a1a0a", "hex");
const GIF = Buffer.from("474946383961", "hex");
const png = (size = 20) => ({ bytes: Buffer.concat([PNG, Buffer.alloc(size)]), mime: "image/png" });

let dir: string;
let sandbox: SandboxServer;
beforeEach(async () => {
  dir = mkdtempSync(path.join(os.tmpdir(), "sandbox-"));
  sandbox = await startSandbox({ port: 0, dir, secret: SECRET });
});
afterEach(async () => {
  await sandbox.close();
  rmSync(dir, { recursive: true });
});

type Call = { body?: Buffer | string; type?: string; signs?: string; headers?: Record<string, string> };
async function call(method: "GET" | "POST", route: string, { body, type, signs, headers }: Call = {}) {
  const url = new URL(route, sandbox.url);
  const bodySha256 = signs ?? sha256Hex(body ?? "");
  const signed = signedHeaders(SECRET, { method, url, bodySha256, nowMs: Date.now(), nonce: randomUUID() });
  const answer = await fetch(url, {
    method,
    headers: { ...signed, ...(type && { "content-type": type }), ...headers },
    ...(body !== undefined && { body: typeof body === "string" ? body : new Uint8Array(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}
const json = (body: unknown) => call("POST", "/reply", { body: JSON.stringify(body), type: "application/json" });
const inRoom = async () => {
  const answer = await fetch(`${sandbox.url}/_sandbox/rooms/1/messages`);
  return ((await answer.json()) as { items: { text?: string; images?: { sha256: string; mime: string }[] }[] }).items;
};

type Spec = { index: number; sha256Hex: string; byteLength: number; contentType: string };
type Manifest = { type: string; room: string; images: Spec[] };
/** A form as the sender writes it, with its manifest bent before it is signed. */
function form(images: { bytes: Buffer; mime: string }[], bend: (manifest: Manifest) => unknown = (same) => same) {
  const { body, contentType } = imageForm("1", images);
  const text = body.toString("latin1");
  const [from, to] = [text.indexOf("{"), text.indexOf("}\r\n") + 1];
  const metadata = JSON.stringify(bend(JSON.parse(text.slice(from, to)) as Manifest));
  const bent = Buffer.from(text.slice(0, from) + metadata + text.slice(to), "latin1");
  return { body: bent, type: contentType, signs: sha256Hex(metadata) };
}
const send = (given: ReturnType<typeof form>, over: Call = {}) => call("POST", "/reply", { ...given, ...over });

test("text and images arrive and move from queued to handed over", async () => {
  const text = await json({ type: "text", room: "1", data: "안녕\n하세요" });
  expect(text).toEqual({
    status: 202,
    body: { success: true, delivery: "queued", requestId: expect.stringMatching(/^reply-/), room: "1", type: "text" },
  });
  expect(await send(form([png(1), { bytes: GIF, mime: "image/gif" }]))).toMatchObject({ status: 202 });
  expect(await send(form([png(2)]))).toMatchObject({ status: 202, body: { type: "image" } });
  expect(await inRoom()).toMatchObject([
    { text: "안녕\n하세요" },
    {
      images: [
        { sha256: createHash("sha256").update(png(1).bytes).digest("hex"), mime: "image/png" },
        { mime: "image/gif" },
      ],
    },
    { images: [{ mime: "image/png" }] },
  ]);
  const states = new Set<string>();
  for (let n = 0; n < 40 && !states.has("handoff_completed"); n++) {
    const { status, body } = await call("GET", `/reply-status/${text.body.requestId}`);
    expect([status, body.requestId]).toEqual([200, text.body.requestId]);
    states.add(body.state!);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect([...states].at(-1)).toBe("handoff_completed");
});

test("a restart forgets receipts, not messages, and the doors say so", async () => {
  const { body } = await json({ room: "1", data: "하나" });
  await sandbox.close();
  sandbox = await startSandbox({ port: 0, dir, secret: SECRET });
  expect(await call("GET", `/reply-status/${body.requestId}`)).toMatchObject({
    status: 404,
    body: { status: false, message: "reply status not found" },
  });
  expect(await inRoom()).toMatchObject([{ text: "하나" }]);
  for (const route of ["/ready", "/health"]) expect((await fetch(`${sandbox.url}${route}`)).status).toBe(200);
});

test.each<[string, unknown, number, string]>([
  ["a room that is no number", { type: "text", room: "abc", data: "x" }, 400, "numeric"],
  ["text that is none", { type: "text", room: "1", data: ["x"] }, 400, "string data"],
  ["images as JSON", { type: "image", room: "1", data: "aGk=" }, 400, "multipart/form-data"],
  ["more than 256 KiB", { type: "text", room: "1", data: "x".repeat(262_144) }, 413, "too large"],
])("%s is refused", async (_name, body, status, said) => {
  expect(await json(body)).toEqual({ status, body: { status: false, message: expect.stringContaining(said) } });
  expect(await inRoom()).toEqual([]);
});

const first = (manifest: Manifest, over: Partial<Spec>): Manifest => ({
  ...manifest,
  images: manifest.images.map((spec, i) => (i === 0 ? { ...spec, ...over } : spec)),
});
test.each<[string, () => ReturnType<typeof form>, string]>([
  ["another hash", () => form([png()], (m) => first(m, { sha256Hex: "0".repeat(64) })), "digest mismatch"],
  ["another length", () => form([png()], (m) => first(m, { byteLength: 1 })), "length mismatch"],
  ["another type than declared", () => form([png()], (m) => first(m, { contentType: "image/gif" })), "content type"],
  ["a type that isn't taken", () => form([{ ...png(), mime: "image/bmp" }]), "not allowed"],
  ["other bytes than its type", () => form([{ bytes: GIF, mime: "image/png" }]), "image format"],
  ["another order", () => form([png(1), png(2)], (m) => ({ ...m, images: m.images.toReversed() })), "ordered by index"],
  ["an image too many", () => form([png(1), png(2)], (m) => ({ ...m, images: m.images.slice(0, 1) })), "extra image"],
  [
    "an image too few",
    () =>
      form([png(1)], (m) => ({ ...m, images: [...m.images, { ...m.images[0], index: 1 }], type: "image_multiple" })),
    "missing image",
  ],
  ["nine images", () => form(Array.from({ length: 9 }, (_, i) => png(i))), "too many"],
  ["no image", () => form([], (m) => m), "no image data"],
  ["two as a single one", () => form([png(1), png(2)], (m) => ({ ...m, type: "image" })), "exactly one"],
  ["no manifest", () => form([png()], () => "nothing"), "invalid metadata"],
])("a form with %s is refused whole", async (_name, make, said) => {
  expect(await send(make())).toEqual({ status: 400, body: { status: false, message: expect.stringContaining(said) } });
  expect(await inRoom()).toEqual([]);
});

test("a signature that isn't this caller's, this moment's or this body's is 401, and nothing arrives", async () => {
  const good = form([png()]);
  const tampered = Buffer.from(good.body.toString("latin1").replace('"room":"1"', '"room":"2"'), "latin1");
  const attempts = [
    send(good, { body: tampered }),
    send(good, { signs: sha256Hex(good.body) }),
    send(good, { headers: { "x-iris-signature": "0".repeat(64) } }),
    send(good, { headers: { "x-iris-timestamp": String(Date.now() - 301_000) } }),
    call("POST", "/reply", { body: "{}", type: "application/json", headers: { "x-iris-body-sha256": "" } }),
    call("GET", "/reply-status/x", { headers: { "x-iris-nonce": "" } }),
  ];
  for (const { status, body } of await Promise.all(attempts))
    expect([status, body]).toEqual([401, { status: false, message: "unauthorized" }]);
  const bare = await fetch(`${sandbox.url}/reply`, {
    method: "POST",
    body: new Uint8Array(good.body),
    headers: { "content-type": good.type },
  });
  expect(bare.status).toBe(401);
  expect(await inRoom()).toEqual([]);
});

test("both dialects fill the same rooms", async () => {
  await json({ room: "1", data: "서명" });
  const plain = { method: "POST", body: JSON.stringify({ type: "text", room: "1", data: "그냥" }) };
  expect((await fetch(`${sandbox.url}/reply`, plain)).status).toBe(200);
  expect((await inRoom()).map(({ text }) => text)).toEqual(["서명", "그냥"]);
});
