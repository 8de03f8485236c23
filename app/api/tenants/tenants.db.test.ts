import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { databaseNow } from "@/db/client";
import { apiTokens } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { type PlantedTenant, plantSender, plantTenant } from "@/db/testing/plant-tenants";
import { newSecret, secretHash } from "@/lib/access/token-hash";
import type { Runtime } from "@/lib/runtime";
import { fakeDesk } from "@/scripts/testing/fake-desk";
import { testEnv } from "@/scripts/testing/test-env";
import * as sync from "../templates/sync/route";
import * as check from "./[id]/check/route";
import * as credit from "./[id]/credit/route";
import * as key from "./[id]/key/route";
import * as ledger from "./[id]/ledger/route";
import * as resume from "./[id]/resume/route";
import * as one from "./[id]/route";
import * as sender from "./[id]/senders/[senderId]/route";
import * as senders from "./[id]/senders/route";
import * as list from "./route";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
let t: TestDatabase;
let tenant: PlantedTenant;
let branchId: number;
let senderId: number;
const tokens = {} as Record<"hq" | "admin" | "operator" | "below" | "stranger", string>;
const env = testEnv({ SOLAPI_API_KEY: "NCSTESTKEY000001", SOLAPI_API_SECRET: "S".repeat(32) });

beforeAll(async () => {
  t = await openTestDatabase();
  const rt = { db: t.db, clock: () => databaseNow(t.db), env, phone: fakeDesk().phone } as Partial<Runtime>;
  vi.stubGlobal("dochakRuntime", rt);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await t.drop();
});
beforeEach(async () => {
  await t.clear();
  const hq = await plantOrg(t.db, "hq", null);
  const agency = await plantOrg(t.db, "agency", hq);
  const branch = await plantOrg(t.db, "branch", agency);
  const foreign = await plantOrg(t.db, "agency", hq);
  branchId = branch.id;
  tenant = await plantTenant(t.db, agency, { kakaoPfId: "KA01PF000001" });
  senderId = await plantSender(t.db, tenant, { number: "0200000001", status: "pending" });
  const people = [
    ["hq", await plantUser(t.db, hq)],
    ["admin", await plantUser(t.db, agency)],
    ["operator", await plantUser(t.db, agency, "operator")],
    ["below", await plantUser(t.db, branch)],
    ["stranger", await plantUser(t.db, foreign)],
  ] as const;
  const createdAt = await databaseNow(t.db);
  for (const [who, { userId }] of people) {
    tokens[who] = newSecret();
    await t.db.insert(apiTokens).values({ tokenHash: secretHash(tokens[who]), userId, name: "자동화", createdAt });
  }
});

async function call(
  handler: unknown,
  method: string,
  as: keyof typeof tokens | null,
  { body, params = {}, query = "" }: { body?: unknown; params?: Record<string, string>; query?: string } = {},
) {
  const request = new Request(`https://dochak.example/api${query}`, {
    method,
    headers: { ...(as && { authorization: `Bearer ${tokens[as]}` }), "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await (handler as Handler)(request, { params: Promise.resolve(params) });
  const text = await response.text();
  return { status: response.status, text, json: text ? JSON.parse(text) : null };
}
type Door = {
  name: string;
  handler: () => unknown;
  method: string;
  body?: () => unknown;
  sender?: true;
  /** hq, admin, operator, an admin below, a stranger. */
  answers: [number, number, number, number, number];
};
let asked = 10;
const DOORS: Door[] = [
  { name: "read", handler: () => one.GET, method: "GET", answers: [200, 200, 200, 200, 404] },
  {
    name: "change",
    handler: () => one.PUT,
    method: "PUT",
    body: () => ({ messagingIsActive: false }),
    answers: [200, 200, 403, 403, 404],
  },
  {
    name: "prices",
    handler: () => one.PUT,
    method: "PUT",
    body: () => ({ prices: { sms: "1" } }),
    answers: [200, 403, 403, 403, 404],
  },
  { name: "ledger", handler: () => ledger.GET, method: "GET", answers: [200, 200, 200, 403, 404] },
  { name: "numbers", handler: () => senders.GET, method: "GET", answers: [200, 200, 200, 200, 404] },
  {
    name: "ask for a number",
    handler: () => senders.POST,
    method: "POST",
    body: () => ({ number: `02000000${asked++}` }),
    answers: [201, 201, 403, 403, 404],
  },
  {
    name: "verify",
    handler: () => sender.PUT,
    method: "PUT",
    sender: true,
    body: () => ({ status: "verified" }),
    answers: [200, 403, 403, 403, 404],
  },
  {
    name: "charge",
    handler: () => credit.POST,
    method: "POST",
    body: () => ({ kind: "charge", amount: "1000", requestId: "charge-0001" }),
    answers: [200, 403, 403, 403, 404],
  },
  {
    name: "key",
    handler: () => key.PUT,
    method: "PUT",
    body: () => ({ apiKey: "NCSTESTKEY000002", apiSecret: "T".repeat(32) }),
    answers: [200, 403, 403, 403, 404],
  },
  { name: "no key", handler: () => key.DELETE, method: "DELETE", answers: [200, 403, 403, 403, 404] },
  { name: "check", handler: () => check.POST, method: "POST", answers: [200, 200, 403, 403, 404] },
  { name: "resume", handler: () => resume.POST, method: "POST", answers: [200, 200, 403, 403, 404] },
];
const WHO = ["hq", "admin", "operator", "below", "stranger"] as const;

describe.each(DOORS)("$name", ({ handler, method, body, sender: isSender, answers }) => {
  const ask = (as: keyof typeof tokens | null, id: number = tenant.id) =>
    call(handler(), method, as, {
      params: { id: String(id), ...(isSender && { senderId: String(senderId) }) },
      ...(body && { body: body() }),
    });

  test("who may, who may not, and for whom it doesn't exist", async () => {
    for (const [i, as] of [...WHO.entries()].reverse()) expect((await ask(as)).status, as).toBe(answers[i]);
    expect((await ask(null)).status).toBe(401);
  });

  test("a foreign one is the absent one to the letter", async () => {
    expect((await ask("stranger")).text).toBe((await ask("stranger", 999_999)).text);
    expect((await ask("stranger", 0)).text).toBe((await ask("stranger")).text);
  });
});

test("the list, a new one, and templates", async () => {
  expect((await call(list.GET, "GET", "below")).json).toMatchObject({
    items: [{ id: tenant.id, isOwn: false }],
    nextCursor: null,
  });
  const body = { orgId: branchId, code: "bundang" };
  expect((await call(list.POST, "POST", "admin", { body })).status).toBe(403);
  expect((await call(list.POST, "POST", "hq", { body })).status).toBe(201);
  expect((await call(list.POST, "POST", "hq", { body: { ...body, creditBalance: "1" } })).status).toBe(422);
  const synced = await call(sync.POST, "POST", "admin", { body: { tenantId: tenant.id } });
  expect(synced).toMatchObject({ status: 200, json: { added: 0, changed: 0, gone: 0, total: 0 } });
  expect((await call(sync.POST, "POST", "stranger", { body: { tenantId: tenant.id } })).status).toBe(404);
});

test("a version that is over answers with what is stored now", async () => {
  const params = { id: String(tenant.id) };
  await call(one.PUT, "PUT", "admin", { params, body: { messagingIsActive: false } });
  const late = await call(one.PUT, "PUT", "admin", { params, body: { adSenderName: "도착", version: 1 } });
  expect(late).toMatchObject({
    status: 409,
    json: { code: "conflict", current: { version: 2, messagingIsActive: false } },
  });
});

test("no answer ever holds a secret", async () => {
  const params = { id: String(tenant.id) };
  const body = { apiKey: "NCSTESTKEY000002", apiSecret: "SECRETSECRETSECRETSECRET01234567" };
  const answers = [
    await call(key.PUT, "PUT", "hq", { params, body }),
    await call(one.GET, "GET", "hq", { params }),
    await call(key.PUT, "PUT", "hq", { params, body: { ...body, apiKey: "short" } }),
    await call(check.POST, "POST", "hq", { params }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 422, 200]);
  for (const { text } of answers) {
    expect(text).not.toContain(body.apiSecret);
    expect(text).not.toContain(body.apiKey);
  }
});
