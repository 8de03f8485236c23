import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { databaseNow } from "@/db/client";
import { tenants } from "@/db/schema/tenants";
import { apiTokens } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { newSecret, secretHash } from "@/lib/access/token-hash";
import { listDrafts } from "@/lib/messages/draft-queries";
import { keepDraft } from "@/lib/messages/keep-draft";
import type { Runtime } from "@/lib/runtime";
import { messageRows, numberOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { testEnv } from "@/scripts/testing/test-env";
import * as preview from "../../../messages/preview/route";
import * as list from "../../../messages/route";
import * as door from "./route";

const URL_ = "https://dochak.example/api/v1/messaging/send";
let database: TestDatabase;
let world: Awaited<ReturnType<typeof plantMessageWorld>>;
let token: string;
let rt: Pick<Runtime, "db" | "clock" | "env">;

beforeAll(async () => {
  database = await openTestDatabase();
  rt = { db: database.db, clock: () => databaseNow(database.db), env: testEnv() };
  vi.stubGlobal("dochakRuntime", rt);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await database?.drop();
});
beforeEach(async () => {
  await database.clear();
  world = await plantMessageWorld(database.db);
  token = newSecret();
  const createdAt = await databaseNow(database.db);
  const { userId } = world.operator;
  await database.db.insert(apiTokens).values({ tokenHash: secretHash(token), userId, name: "자동화", createdAt });
});

const request = (body: unknown, headers: Record<string, string> = {}) =>
  new Request(URL_, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const post = async (body: unknown, headers?: Record<string, string>) => {
  const response = await door.POST(request(body, headers));
  return { status: response.status, text: await response.text() };
};
const good = { message_mode: "sms", raw_body: "안녕하세요", recipients: [{ phone: numberOf(1) }, { phone: "010" }] };

test("a message over HTTP: 202 with the seed's fields, and the same key the same bytes", async () => {
  const key = "00000000-0000-4000-8000-000000000001";
  const written = { tenantCode: world.tenant.code, kind: "text", sender: "", sendAt: null, purpose: "info" } as const;
  const people = { rows: [], lists: [], customers: [], picture: null, templateId: null };
  await keepDraft(rt, world.operator, { key, ...written, ...people, subject: "", text: "안녕하세요" });
  const first = await post(good, { "idempotency-key": "k-1", "x-draft-key": key });
  expect((await listDrafts(rt, world.operator)).items).toEqual([]);
  expect(first.status).toBe(202);
  expect(first.text).toMatch(
    /^\{"message_id":\d+,"requested":2,"enqueued":1,"skipped":\[\{"recipient":"\*\*\*\*","reason":"phone_short"\}\]\}$/,
  );
  expect(await post(good, { "idempotency-key": "k-1" })).toEqual(first);
  expect((await messageRows(database.db)).messages).toHaveLength(1);
  const context = { params: Promise.resolve({}) };
  const read = await list.GET(new Request(URL_, { headers: { authorization: `Bearer ${token}` } }), context);
  expect((await read.json()).items).toHaveLength(1);
});

test("what is wrong with the body is 400, what is wrong with the state 409, both with reason and words", async () => {
  const told = async (body: unknown, headers?: Record<string, string>) => {
    const { status, text } = await post(body, headers);
    const { code, reason, message, message_id } = JSON.parse(text);
    expect(message).toMatch(/[가-힣]/);
    return [status, code, reason ?? null, message_id !== undefined];
  };
  expect(await told({ ...good, message_mode: "fax" })).toEqual([400, "invalid", null, false]);
  expect(await told({ ...good, raw_body: "" })).toEqual([400, "invalid", "body_required", false]);
  expect(await told({ ...good, recipients: [] })).toEqual([400, "invalid", "no_valid_recipients", false]);
  expect(await told(good, { "x-tenant-code": "nobody" })).toEqual([404, "not_found", null, false]);
  await database.db.update(tenants).set({ basePrice: "100000.01" });
  expect(await told(good)).toEqual([409, "conflict", "insufficient_balance", true]);
  await database.db.update(tenants).set({ basePrice: null });
  expect(await told(good)).toEqual([409, "conflict", "price_not_configured", false]);
  expect((await post("{", {})).status).toBe(400);
});

test("a body over 20 MB is 413 and nothing is stored", async () => {
  const { status } = await post({ ...good, raw_body: "x".repeat(20 * 1024 * 1024) });
  expect(status).toBe(413);
  expect((await messageRows(database.db)).messages).toHaveLength(0);
});

test("a preview tells counts, prices, blocks with their law and samples, and stores nothing", async () => {
  const ask = async (body: unknown) => (await preview.POST(request(body))).json();
  const recipients = [
    { phone: numberOf(1), name: "홍길동" },
    { phone: numberOf(1), name: "홍길동" },
    { phone: "02-000-0000" },
  ];
  const told = await ask({ message_mode: "both", raw_body: null, recipients });
  expect(told.blocks[0]).toEqual({ reason: "template_required", path: "template_id" });
  const fine = await ask({ message_mode: "lms", raw_body: "#{이름}님", recipients });
  expect(fine).toMatchObject({
    requested: 3,
    enqueued: 1,
    duplicates: 1,
    channels: [{ channel: "sms", count: 1, unitPrice: "9.90", amount: "9.90" }],
    total: "9.90",
    available: "100000.00",
    afterwards: "99990.10",
    sender: "0200000000",
    blocks: [],
    samples: [{ recipient: "010-****-0001", name: "홍*동", channel: "sms", text: "홍길동님", bytes: 8 }],
  });
  expect(fine.skipped).toEqual([
    { ordinal: 1, recipient: "010-****-0001", name: "홍*동", reason: "duplicate" },
    { ordinal: 2, recipient: "02-***-0000", reason: "phone_landline" },
  ]);
  const ad = await ask({ ...good, purpose: "ad", raw_body: "[광고] 귤" });
  expect(ad.blocks[0]).toMatchObject({ reason: "ad_mark_variant", law: "정보통신망법 §50④" });
  expect(await messageRows(database.db)).toMatchObject({ messages: [], logs: [], batches: [] });
});
