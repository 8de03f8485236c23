import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { databaseNow } from "@/db/client";
import type { Role } from "@/db/enums";
import { images } from "@/db/schema/images";
import { apiTokens } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { secretHash } from "@/lib/access/token-hash";
import { parseEnv } from "@/lib/env/schema";
import * as sample from "@/lib/images/sample-images";
import type { Runtime } from "@/lib/runtime";
import { createLocalDisk } from "@/lib/storage/local-disk";
import { keysOf } from "@/lib/storage/storage-contract";
import { DELETE, GET } from "./[...key]/route";
import { POST } from "./route";

const ENVIRONMENT = {
  APP_ORIGIN: "http://127.0.0.1",
  NEXTAUTH_SECRET: "n".repeat(40),
  CRON_SECRET: "c".repeat(40),
  ENCRYPTION_KEYS: `k1:${"A".repeat(44)}`,
  LOOKUP_KEY: "l".repeat(40),
};
const shared = globalThis as typeof globalThis & { dochakRuntime?: Runtime };
let database: TestDatabase;
let folder: string;
let server: Server;
let port: number;
let org: PlantedOrg;

/** The routes behind a real HTTP parser, so that lengths, chunks and broken lines are what they are in life. */
async function answer(incoming: IncomingMessage, out: ServerResponse) {
  const url = new URL(incoming.url ?? "/", ENVIRONMENT.APP_ORIGIN);
  const key = url.pathname.replace("/api/images/", "").split("/");
  const hasBody = incoming.method === "POST";
  const given = new Request(url, {
    method: incoming.method ?? "GET",
    headers: Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array<ArrayBuffer>>, duplex: "half" }),
  });
  const context = { params: Promise.resolve({ key }) };
  const run = { POST, GET, DELETE }[incoming.method as "POST" | "GET" | "DELETE"];
  const response = await run(given, context);
  out.writeHead(response.status, Object.fromEntries(response.headers));
  out.end(Buffer.from(await response.arrayBuffer()));
}

beforeAll(async () => {
  database = await openTestDatabase();
  for (const [name, value] of Object.entries({ ...ENVIRONMENT, DATABASE_URL: database.url })) vi.stubEnv(name, value);
  server = createServer((incoming, out) => void answer(incoming, out)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  port = (server.address() as AddressInfo).port;
});
afterAll(async () => {
  server?.close();
  vi.unstubAllEnvs();
  delete shared.dochakRuntime;
  await database.drop();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "dochak-door-"));
  const { db } = database;
  const env = parseEnv({ ...ENVIRONMENT, DATABASE_URL: database.url });
  shared.dochakRuntime = {
    db,
    env,
    clock: () => databaseNow(db),
    get phone(): never {
      throw new Error("not asked for here");
    },
    get queue(): never {
      throw new Error("not asked for here");
    },
    get quarantine(): never {
      throw new Error("not asked for here");
    },
    storage: createLocalDisk(folder),
    gateway: () => null,
  };
  org = await plantOrg(db, "branch", null);
});
afterEach(async () => {
  await database.clear();
  await rm(folder, { recursive: true, force: true });
});

async function tokenOf(of: PlantedOrg, role: Role = "operator"): Promise<string> {
  const user = await plantUser(database.db, of, role);
  const token = `token-${user.mbId}-${"x".repeat(24)}`;
  const values = {
    tokenHash: secretHash(token),
    userId: user.userId,
    name: "test",
    createdAt: await databaseNow(database.db),
  };
  await database.db.insert(apiTokens).values(values);
  return token;
}
type Sent = { token?: string; headers?: Record<string, string>; body?: Uint8Array; method?: string; path?: string };
function send({ token, headers = {}, body, method = "POST", path = "/api/images" }: Sent) {
  return new Promise<{ status: number; headers: IncomingMessage["headers"]; body: Buffer }>((resolve, reject) => {
    const all = { ...(token && { authorization: `Bearer ${token}` }), ...headers };
    const outgoing = request({ host: "127.0.0.1", port, method, path, headers: all }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
      incoming.on("end", () =>
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
const asJpeg = (bytes: Uint8Array) => ({
  "content-type": "image/jpeg",
  "x-filename": encodeURIComponent("딸기 상자.jpg"),
  "content-length": String(bytes.length),
});
const json = (body: Buffer) => JSON.parse(String(body));
async function expectNothing() {
  await vi.waitFor(async () => expect(await database.db.select().from(images)).toEqual([]));
  expect(await keysOf(shared.dochakRuntime!.storage, "")).toEqual([]);
}

test("an image goes in, comes back, in small too, and goes out again", async () => {
  const token = await tokenOf(org);
  const jpeg = await sample.jpegOfBytes(10_485_760);
  const posted = await send({ token, headers: asJpeg(jpeg), body: jpeg });
  expect(posted.status).toBe(201);
  const { key, width, height, bytes, sha256 } = json(posted.body);
  expect([width, height, sha256.length]).toEqual([2000, 1500, 64]);
  const path = `/api/images/${key}`;
  const whole = await send({ token, method: "GET", path });
  expect([whole.status, whole.body.length, whole.headers["content-length"]]).toEqual([200, bytes, String(bytes)]);
  expect(whole.headers).toMatchObject({
    "content-type": "image/jpeg",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "private, no-cache",
  });
  expect(whole.headers["content-disposition"]).toContain("filename*=UTF-8''%EB%94%B8");
  const small = await send({ token, method: "GET", path: `${path}?thumb=1` });
  expect([small.status, small.headers["content-type"]]).toEqual([200, "image/webp"]);
  expect(small.body.length).toBeLessThan(80_000);
  const again = await send({ token, method: "GET", path, headers: { "if-none-match": String(whole.headers.etag) } });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  expect((await send({ token, method: "DELETE", path })).status).toBe(204);
  expect((await send({ token, method: "GET", path })).status).toBe(404);
});

test("a stranger's answer is that of an id that never was, byte for byte (AZ-05)", async () => {
  const owner = await tokenOf(org);
  const jpeg = await sample.jpegOf();
  const { key } = json((await send({ token: owner, headers: asJpeg(jpeg), body: jpeg })).body);
  const stranger = await tokenOf(await plantOrg(database.db, "branch", null), "admin");
  const absent = key.replace(/[0-9a-f]{4}\.jpg$/, "0000.jpg");
  for (const method of ["GET", "DELETE"]) {
    const answers = [];
    for (const path of [key, absent, "img/1", "../../etc/passwd", "%2e%2e"])
      answers.push(await send({ token: stranger, method, path: `/api/images/${path}` }));
    const plain = answers.map(({ status, headers: { date: _, "x-request-id": __, ...headers }, body }) => ({
      status,
      headers,
      body: String(body),
    }));
    expect(plain[0]?.status).toBe(404);
    for (const one of plain) expect(one).toEqual(plain[0]);
  }
  expect((await send({ token: owner, method: "GET", path: `/api/images/${key}` })).status).toBe(200);
});

test("says what is wrong in the language asked for, at its field", async () => {
  const token = await tokenOf(org);
  const eleven = new Uint8Array(11 * 1024 * 1024);
  const large = await send({ token, headers: asJpeg(eleven), body: eleven });
  expect(large.status).toBe(413);
  expect(json(large.body)).toMatchObject({
    code: "invalid",
    issues: [{ path: ["image"], message: expect.stringContaining("10MB가 넘는") }],
  });
  const png = await sample.pngOf();
  const wrong = await send({ token, headers: { ...asJpeg(png), "accept-language": "en" }, body: png });
  expect(wrong.status).toBe(422);
  expect(json(wrong.body).issues[0]).toEqual({
    path: ["image"],
    code: "imageTypeMismatch",
    message:
      "The name or declared type differs from the content. The content is PNG. Please save it as that type and upload it again.",
  });
  const { "content-length": _, ...chunked } = asJpeg(png);
  const lengthless = await send({ token, headers: { ...chunked, "transfer-encoding": "chunked" }, body: png });
  expect([lengthless.status, json(lengthless.body).issues[0].path]).toEqual([422, ["content-length"]]);
  const empty = await send({ token, headers: asJpeg(new Uint8Array(0)) });
  expect([empty.status, json(empty.body).issues[0].code]).toEqual([422, "imageEmpty"]);
  await expectNothing();
});

test("nobody without a name or without the role stores anything", async () => {
  const jpeg = await sample.jpegOf();
  const large = new Uint8Array(10_000_000);
  expect((await send({ headers: asJpeg(large), body: large })).status).toBe(401);
  expect((await send({ method: "GET", path: "/api/images/img/1" })).status).toBe(401);
  expect((await send({ token: await tokenOf(org, "viewer"), headers: asJpeg(jpeg), body: jpeg })).status).toBe(403);
  await expectNothing();
});

test("a line that breaks in the middle leaves nothing (UP-01)", async () => {
  const token = await tokenOf(org);
  const jpeg = await sample.jpegOf(1200, 900);
  const socket = connect(port, "127.0.0.1");
  const head = { ...asJpeg(jpeg), authorization: `Bearer ${token}`, host: "x" };
  socket.write(
    `POST /api/images HTTP/1.1\r\n${Object.entries(head)
      .map(([k, v]) => `${k}: ${v}\r\n`)
      .join("")}\r\n`,
  );
  socket.write(jpeg.subarray(0, jpeg.length >> 1));
  await vi.waitFor(async () => expect(await database.db.select().from(images)).toHaveLength(1), { timeout: 5_000 });
  socket.destroy();
  await expectNothing();
});
