import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { databaseNow } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { orgs } from "@/db/schema/orgs";
import { apiTokens, sessions, users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { newSecret, secretHash } from "@/lib/access/token-hash";
import type { Runtime } from "@/lib/runtime";
import { testEnv } from "@/scripts/testing/test-env";
import * as session from "../sessions/[id]/route";
import * as sessionList from "../sessions/route";
import * as token from "../tokens/[id]/route";
import * as tokenList from "../tokens/route";
import * as userInvitation from "../users/[id]/invitation/route";
import * as user from "../users/[id]/route";
import * as invitation from "../users/invitation/route";
import * as me from "../users/me/route";
import * as userList from "../users/route";
import * as move from "./[id]/move/route";
import * as org from "./[id]/route";
import * as orgList from "./route";

const ORIGIN = "https://dochak.example";
const env = testEnv();
type Person = Awaited<ReturnType<typeof plantUser>> & { token: string; tokenId: number };
type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
let test_: TestDatabase;
let hq: PlantedOrg, own: PlantedOrg, below: PlantedOrg, foreign: PlantedOrg;
let admin: Person, operator: Person, viewer: Person, stranger: Person;

beforeAll(async () => {
  test_ = await openTestDatabase();
  const rt = { db: test_.db, clock: () => databaseNow(test_.db), env } as Partial<Runtime>;
  vi.stubGlobal("dochakRuntime", rt);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await test_.drop();
});
beforeEach(async () => {
  await test_.clear();
  hq = await plantOrg(test_.db, "hq", null);
  own = await plantOrg(test_.db, "agency", hq);
  below = await plantOrg(test_.db, "branch", own);
  foreign = await plantOrg(test_.db, "agency", hq);
  const withToken = async (org: PlantedOrg, role: "admin" | "operator" | "viewer"): Promise<Person> => {
    const person = await plantUser(test_.db, org, role);
    const secret = newSecret();
    const at = await databaseNow(test_.db);
    const values = { tokenHash: secretHash(secret), userId: person.userId, name: "자동화", createdAt: at };
    const [row] = await test_.db.insert(apiTokens).values(values).$returningId();
    return { ...person, token: secret, tokenId: row!.id };
  };
  [admin, operator, viewer] = [
    await withToken(own, "admin"),
    await withToken(own, "operator"),
    await withToken(own, "viewer"),
  ];
  stranger = await withToken(foreign, "admin");
});

async function call(
  handler: unknown,
  method: string,
  { as, id, body, query = "" }: { as?: Person; id?: string | number; body?: unknown; query?: string } = {},
) {
  const request = new Request(`${ORIGIN}/api${query}`, {
    method,
    headers: {
      ...(as && { authorization: `Bearer ${as.token}` }),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await (handler as Handler)(request, {
    params: Promise.resolve(id === undefined ? {} : { id: String(id) }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text ? JSON.parse(text) : null };
}
/** Rows of every table these routes may write; when a token was last used is no change. */
const everything = async () =>
  JSON.stringify([
    await test_.db.select().from(orgs).orderBy(orgs.id),
    await test_.db.select().from(users).orderBy(users.id),
    await test_.db.select().from(sessions),
    (await test_.db.select().from(apiTokens).orderBy(apiTokens.id)).map((row) => ({ ...row, lastUsedAt: null })),
    await test_.db.$count(auditLog),
  ]);

const newOrg = () => ({ level: "branch", code: "NEW-1", name: "새 지점", parentId: own.id, status: "active" });
const newUser = () => ({ mbId: "gyeol.han", name: "한결", orgId: below.id, role: "operator", status: "active" });

/** Every write, with the least body that would do something. */
const writes = () =>
  [
    ["add an organisation", orgList.POST, "POST", { body: newOrg() }],
    ["rename it", org.PUT, "PUT", { id: below.id, body: { name: "새 이름" } }],
    ["remove it", org.DELETE, "DELETE", { id: below.id }],
    ["preview its move", move.GET, "GET", { id: below.id, query: `?parentId=${own.id}` }],
    ["add a person", userList.POST, "POST", { body: newUser() }],
    ["change one", user.PUT, "PUT", { id: viewer.userId, body: { role: "operator" } }],
    ["invite one again", userInvitation.POST, "POST", { id: viewer.userId, body: {} }],
  ] as const;

test("nobody in particular gets 401 everywhere and changes nothing", async () => {
  const before = await everything();
  const reads = [orgList.GET, userList.GET, me.GET, sessionList.GET, tokenList.GET].map(
    (get) => [get, "GET", {}] as const,
  );
  const all = [...reads, ...writes().map(([, handler, method, given]) => [handler, method, given] as const)];
  for (const [handler, method, given] of all) {
    const { status, json } = await call(handler, method, given);
    expect([status, json.code]).toEqual([401, "unauthenticated"]);
  }
  expect(await everything()).toBe(before);
});

test.each(["operator", "viewer"] as const)("a %s reads, and every write is 403 without a trace", async (role) => {
  const as = role === "operator" ? operator : viewer;
  const before = await everything();
  for (const [name, handler, method, given] of writes()) {
    const { status } = await call(handler, method, { ...given, as });
    expect([name, status]).toEqual([name, 403]);
  }
  expect(await everything()).toBe(before);
  expect((await call(orgList.GET, "GET", { as })).json.items).toHaveLength(2);
  expect((await call(userList.GET, "GET", { as })).json.items).toHaveLength(3);
});

test("a stranger's ids, absent ones and no ids at all answer the identical 404 without a trace", async () => {
  const before = await everything();
  const absent = 999_999;
  const cases: [unknown, string, (string | number)[], unknown?, string?][] = [
    [org.GET, "GET", [foreign.id, hq.id, absent, "x"]],
    [org.PUT, "PUT", [foreign.id, hq.id, absent, "x"], { name: "x" }],
    [org.DELETE, "DELETE", [foreign.id, hq.id, absent, "0"]],
    [move.GET, "GET", [foreign.id, absent, "x"], undefined, `?parentId=${own.id}`],
    [user.GET, "GET", [stranger.userId, absent, "x"]],
    [user.PUT, "PUT", [stranger.userId, absent, "x"], { name: "x" }],
    [userInvitation.POST, "POST", [stranger.userId, absent, "x"], {}],
    [session.DELETE, "DELETE", ["0".repeat(64), absent, "x"]],
    [token.DELETE, "DELETE", [stranger.tokenId, absent, "x"]],
  ];
  const bodies = new Set<string>();
  for (const [handler, method, ids, body, query] of cases)
    for (const id of ids) {
      const { status, text } = await call(handler, method, {
        as: admin,
        id,
        ...(body !== undefined && { body }),
        ...(query && { query }),
      });
      expect([method, id, status]).toEqual([method, id, 404]);
      bodies.add(text);
    }
  expect(bodies.size).toBe(1);
  expect(await everything()).toBe(before);
});

const wrongs: [field: string, work: () => ReturnType<typeof call>][] = [
  ["parentId", () => call(orgList.POST, "POST", { as: admin, body: { ...newOrg(), parentId: foreign.id } })],
  ["parentId", () => call(orgList.POST, "POST", { as: admin, body: { ...newOrg(), parentId: 999_999 } })],
  ["parentId", () => call(org.PUT, "PUT", { as: admin, id: below.id, body: { parentId: foreign.id } })],
  ["parentId", () => call(move.GET, "GET", { as: admin, id: below.id, query: `?parentId=${foreign.id}` })],
  ["orgId", () => call(userList.POST, "POST", { as: admin, body: { ...newUser(), orgId: foreign.id } })],
  ["orgId", () => call(userList.POST, "POST", { as: admin, body: { ...newUser(), orgId: 999_999 } })],
  ["orgId", () => call(user.PUT, "PUT", { as: admin, id: viewer.userId, body: { orgId: foreign.id } })],
  ["color", () => call(orgList.POST, "POST", { as: admin, body: { ...newOrg(), color: "red" } })],
  ["path", () => call(org.PUT, "PUT", { as: admin, id: below.id, body: { path: "/1/" } })],
  ["passwordHash", () => call(user.PUT, "PUT", { as: admin, id: viewer.userId, body: { passwordHash: "x" } })],
  ["limit", () => call(orgList.GET, "GET", { as: admin, query: "?limit=1000" })],
  ["cursor", () => call(userList.GET, "GET", { as: admin, query: "?cursor=%27%20or%201" })],
  ["level", () => call(orgList.POST, "POST", { as: admin, body: { ...newOrg(), level: ["branch"] } })],
];
test.each(wrongs)("what is wrong is 422 at %s and changes nothing (%#)", async (field, work) => {
  const before = await everything();
  const { status, json } = await work();
  expect([status, json.code, json.issues[0].path]).toEqual([422, "invalid", [field]]);
  expect(json.issues[0].message).toMatch(/요\.?$|\./);
  expect(await everything()).toBe(before);
});

describe("an admin", () => {
  test("adds, changes and removes; answers speak the contract's names", async () => {
    const made = await call(orgList.POST, "POST", { as: admin, body: newOrg() });
    expect([made.status, made.json]).toEqual([201, expect.objectContaining({ ...newOrg(), id: expect.any(Number) })]);
    const changed = await call(org.PUT, "PUT", {
      as: admin,
      id: made.json.id,
      body: { ...newOrg(), name: "고친 이름" },
    });
    expect([changed.status, changed.json.name]).toEqual([200, "고친 이름"]);
    expect((await call(org.DELETE, "DELETE", { as: admin, id: made.json.id })).json.outcome).toBe("deleted");
    expect((await call(org.GET, "GET", { as: admin, id: made.json.id })).status).toBe(404);
  });

  test("invites a person who then chooses a password, once", async () => {
    const made = await call(userList.POST, "POST", { as: admin, body: newUser() });
    expect([made.status, made.json.isInvited]).toEqual([201, true]);
    const secret = made.json.invitation.url.split("#")[1];
    const asked = await call(invitation.POST, "POST", { body: { token: secret } });
    expect(asked.json).toEqual({ mbId: "gyeol.han", name: "한결", orgName: below.name });
    const chosen = { token: secret, password: "slow river under fog" };
    expect((await call(invitation.PUT, "PUT", { body: chosen })).status).toBe(200);
    const again = await call(invitation.PUT, "PUT", { body: chosen });
    expect([again.status, again.json.issues[0].path]).toEqual([422, ["token"]]);
    expect((await call(invitation.PUT, "PUT", { body: { token: secret, password: "short" } })).status).toBe(422);
  });

  test("who is disabled can't use their token on the next request", async () => {
    expect((await call(me.GET, "GET", { as: viewer })).json).toMatchObject({ mbId: viewer.mbId, orgLevel: "agency" });
    await call(user.PUT, "PUT", { as: admin, id: viewer.userId, body: { status: "disabled" } });
    expect((await call(me.GET, "GET", { as: viewer })).status).toBe(401);
    await call(user.PUT, "PUT", { as: admin, id: viewer.userId, body: { status: "active" } });
    expect((await call(me.GET, "GET", { as: viewer })).status).toBe(200);
  });
});
