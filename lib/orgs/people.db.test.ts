import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDb, type Db } from "@/db/client";
import { roles } from "@/db/enums";
import { auditLog } from "@/db/schema/audit";
import { users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { hashPassword, verifyPassword } from "@/lib/access/password";
import { scopeOf } from "@/lib/access/scope";
import { actorOfSession, openSession } from "@/lib/access/sessions";
import type { Env } from "@/lib/env/schema";
import { AppError } from "@/lib/errors";
import { changeUser } from "./change-user";
import { createUser } from "./create-user";
import { getUser, listUsers } from "./people-queries";
import { UserChange, UserFilter, UserInput } from "./schema";

const env = {
  NEXTAUTH_SECRET: "n".repeat(40),
  LOOKUP_KEY: "l".repeat(40),
  APP_ORIGIN: "https://dochak.example",
} as Env;
const GOOD = "slow river under fog";
const ABSENT = 999_999;
type Person = Awaited<ReturnType<typeof plantUser>>;
let test_: TestDatabase;
let rt: { db: Db; clock: () => Promise<Date>; env: Env };
let otherProcess: typeof rt;
let now: Date;
let hash: string;
let hq: PlantedOrg, agency: PlantedOrg, branch: PlantedOrg, foreign: PlantedOrg;
let hqAdmin: Person, admin: Person, clerk: Person, stranger: Person;

beforeAll(async () => {
  test_ = await openTestDatabase();
  const clock = async () => now;
  rt = { db: test_.db, clock, env };
  otherProcess = { db: createDb(test_.url, 4), clock, env };
  hash = await hashPassword(GOOD);
});
afterAll(async () => {
  await (otherProcess.db as Db).close();
  await test_.drop();
});
beforeEach(async () => {
  await test_.clear();
  now = new Date("2026-11-20T05:00:00.000Z");
  hq = await plantOrg(test_.db, "hq", null);
  agency = await plantOrg(test_.db, "agency", hq);
  branch = await plantOrg(test_.db, "branch", agency);
  foreign = await plantOrg(test_.db, "agency", hq);
  hqAdmin = await plantUser(test_.db, hq);
  admin = await plantUser(test_.db, agency);
  clerk = await plantUser(test_.db, branch, "operator");
  stranger = await plantUser(test_.db, foreign);
  await test_.db.update(users).set({ passwordHash: hash });
});

const input = (over: Record<string, unknown> = {}) =>
  UserInput.parse({ mbId: "gyeol.han", name: "한결", orgId: branch.id, role: "operator", password: GOOD, ...over });
const change = (actor: Actor, id: number, over: Record<string, unknown>, where = rt) =>
  changeUser(where, actor, UserChange.parse({ ...over, id: String(id) }));
const rowOf = async (id: number) => (await test_.db.select().from(users).where(eq(users.id, id)))[0]!;
const everything = async () => ({
  users: await test_.db.select().from(users).orderBy(users.id),
  audit: await test_.db.$count(auditLog),
});
const lastAudit = async () => (await test_.db.select().from(auditLog).orderBy(auditLog.id)).at(-1);
const signInAs = (person: Person) => openSession(test_.db, { userId: person.userId, ip: null, userAgent: null }, now);

async function refusal(work: () => Promise<unknown>) {
  const before = await everything();
  const error = await work().then(
    () => "was not refused",
    (e: unknown) => e,
  );
  expect(error).toBeInstanceOf(AppError);
  expect(await everything()).toEqual(before);
  const { code, detail } = error as AppError;
  return detail.issues ? [code, detail.issues[0]?.path[0], detail.issues[0]?.message] : [code, detail.message ?? null];
}

describe("adding a person", () => {
  test("with a password they can sign in; the answer and the audit hold no secret", async () => {
    const made = await createUser(rt, admin, input());
    expect(made).toEqual(await getUser(test_.db, scopeOf(admin), made.id));
    expect(made).toMatchObject({
      mbId: "gyeol.han",
      role: "operator",
      status: "active",
      isInvited: false,
      orgId: branch.id,
    });
    const row = await rowOf(made.id);
    expect(await verifyPassword(row.passwordHash, GOOD)).toBe(true);
    const audit = await lastAudit();
    expect(audit).toMatchObject({
      action: "user.create",
      subject: `user:${made.id}`,
      orgId: branch.id,
      actorUserId: admin.userId,
    });
    expect(JSON.stringify([made, audit])).not.toMatch(/argon2|slow river/);
  });

  test.each(roles)("an admin gives %s", async (role) => {
    expect((await createUser(rt, admin, input({ role }))).role).toBe(role);
  });

  test("ids are one whatever their capitals", async () => {
    expect((await createUser(rt, admin, input({ mbId: " Gyeol.Han " }))).mbId).toBe("gyeol.han");
    expect(await refusal(() => createUser(rt, admin, input({ mbId: "GYEOL.HAN" })))).toEqual([
      "invalid",
      "mbId",
      "mbIdTaken",
    ]);
  });

  test("a foreign and an absent organisation are the same 422 at the field", async () => {
    const refused = await refusal(() => createUser(rt, admin, input({ orgId: foreign.id })));
    expect(refused).toEqual(["invalid", "orgId", "noSuchOrg"]);
    expect(await refusal(() => createUser(rt, admin, input({ orgId: ABSENT })))).toEqual(refused);
    expect(await refusal(() => createUser(rt, admin, input({ orgId: hq.id })))).toEqual(refused);
  });

  test("is not for operators and viewers", async () => {
    const viewer = await plantUser(test_.db, agency, "viewer");
    expect(await refusal(() => createUser(rt, clerk, input()))).toEqual(["forbidden", null]);
    expect(await refusal(() => createUser(rt, viewer, input()))).toEqual(["forbidden", null]);
  });

  test("a password made of one's own name is refused", async () => {
    const own = input({ password: "gyeol.han-2026!!" });
    expect(await refusal(() => createUser(rt, admin, own))).toEqual(["invalid", "password", "passwordPersonal"]);
  });

  test.each([
    [{ mbId: "a" }, "badMbId"],
    [{ mbId: "한결" }, "badMbId"],
    [{ mbId: "" }, "required"],
    [{ name: " \u200E " }, "required"],
    [{ name: "가".repeat(61) }, "nameTooLong"],
    [{ role: "owner" }, "badRole"],
    [{ password: "short" }, "passwordShort"],
    [{ password: "password12345" }, "passwordCommon"],
    [{ orgId: "1" }, "noSuchOrg"],
    [{ isAdmin: true }, "Unrecognized key"],
  ])("%j is said to be wrong: %s", (over, message) => {
    const parsed = UserInput.safeParse({ mbId: "gyeol", name: "한결", orgId: 1, role: "viewer", ...over });
    expect(parsed.error?.issues[0]?.message).toContain(message);
  });
});

describe("changing a person", () => {
  test("role and organisation count from the next request on, with before and after in the audit", async () => {
    const session = await signInAs(clerk);
    await change(admin, clerk.userId, { role: "viewer", orgId: agency.id });
    expect(await actorOfSession(test_.db, session, now)).toMatchObject({ role: "viewer", org: { id: agency.id } });
    expect(await lastAudit()).toMatchObject({
      action: "user.move",
      before: { role: "operator", orgId: branch.id },
      after: { role: "viewer", orgId: agency.id },
    });
  });

  test("disabling and a new password end every session; nothing changed writes nothing", async () => {
    for (const over of [{ status: "disabled" }, { status: "active", password: "lighthouse keeper walks" }]) {
      const session = await signInAs(clerk);
      await change(admin, clerk.userId, over);
      expect(await actorOfSession(test_.db, session, now)).toBeNull();
    }
    expect(JSON.stringify(await lastAudit())).not.toMatch(/lighthouse|argon2/);
    const before = await everything();
    await change(admin, clerk.userId, { name: clerk.name, role: "operator", orgId: branch.id, mbId: clerk.mbId });
    expect(await everything()).toEqual(before);
  });

  test("a new id is taken over", async () => {
    expect((await change(admin, clerk.userId, { mbId: "New.Name" })).mbId).toBe("new.name");
    expect(await refusal(() => change(admin, clerk.userId, { mbId: stranger.mbId }))).toEqual([
      "invalid",
      "mbId",
      "mbIdTaken",
    ]);
  });

  test("foreign, above and absent are the same 404; a foreign goal is 422; an operator gets 403", async () => {
    for (const id of [stranger.userId, hqAdmin.userId, ABSENT])
      expect(await refusal(() => change(admin, id, { name: "x" }))).toEqual(["not_found", null]);
    for (const orgId of [foreign.id, hq.id, ABSENT])
      expect(await refusal(() => change(admin, clerk.userId, { orgId }))).toEqual(["invalid", "orgId", "noSuchOrg"]);
    expect(await refusal(() => change(clerk, clerk.userId, { name: "x" }))).toEqual(["forbidden", null]);
  });

  test("nobody changes their own role, organisation, state or password here", async () => {
    expect((await change(admin, admin.userId, { name: "새 이름" })).name).toBe("새 이름");
    for (const [field, value] of Object.entries({ role: "viewer", orgId: branch.id, status: "disabled" }))
      expect(await refusal(() => change(admin, admin.userId, { [field]: value }))).toEqual([
        "invalid",
        field,
        "notYourself",
      ]);
    expect(await refusal(() => change(admin, admin.userId, { password: GOOD }))).toEqual([
      "invalid",
      "password",
      "ownPasswordElsewhere",
    ]);
  });
});

describe("the last admin of a headquarters", () => {
  const script: Actor = { kind: "system", job: "script" };

  test.each([
    ["status", () => ({ status: "disabled" })],
    ["role", () => ({ role: "viewer" })],
    ["orgId", () => ({ orgId: agency.id })],
  ])("stays: %s can't be changed", async (field, over) => {
    expect(await refusal(() => change(script, hqAdmin.userId, over()))).toEqual(["invalid", field, "lastHqAdmin"]);
    const second = await plantUser(test_.db, hq);
    expect(await refusal(() => change(script, hqAdmin.userId, over()))).toEqual(["invalid", field, "lastHqAdmin"]);
    await test_.db.update(users).set({ passwordHash: hash }).where(eq(users.id, second.userId));
    await change(second, hqAdmin.userId, over());
    expect(await refusal(() => change(script, second.userId, over()))).toEqual(["invalid", field, "lastHqAdmin"]);
  });

  test("two admins can't disable each other in the same moment, whichever process serves them", async () => {
    const second = await plantUser(test_.db, hq);
    await test_.db.update(users).set({ passwordHash: hash }).where(eq(users.id, second.userId));
    for (let round = 0; round < 8; round++) {
      await test_.db.update(users).set({ status: "active" }).where(eq(users.orgId, hq.id));
      const answers = await Promise.allSettled([
        change(hqAdmin, second.userId, { status: "disabled" }, rt),
        change(second, hqAdmin.userId, { status: "disabled" }, otherProcess),
      ]);
      expect(answers.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    }
  });
});

describe("lists of people", () => {
  const list = (actor: Actor, query: Record<string, string> = {}) =>
    listUsers(test_.db, scopeOf(actor), UserFilter.parse(query));
  const ids = async (actor: Actor, query: Record<string, string> = {}) =>
    (await list(actor, query)).items.map((row) => row.id);

  test("show the subtree, page by page, and never a hash", async () => {
    expect(await ids(hqAdmin)).toEqual([hqAdmin, admin, clerk, stranger].map((one) => one.userId));
    expect(await ids(admin)).toEqual([admin.userId, clerk.userId]);
    const first = await list(hqAdmin, { limit: "3" });
    expect(await ids(hqAdmin, { limit: "3", cursor: first.nextCursor! })).toEqual([stranger.userId]);
    expect(await ids(admin, { cursor: first.nextCursor! })).toEqual([]);
    expect(JSON.stringify(first)).not.toContain("argon2");
  });

  test("filter by organisation, role, state and words", async () => {
    expect(await ids(hqAdmin, { orgId: String(agency.id) })).toEqual([admin.userId, clerk.userId]);
    expect(await ids(admin, { orgId: String(foreign.id) })).toEqual([]);
    expect(await ids(hqAdmin, { role: "operator" })).toEqual([clerk.userId]);
    expect(await ids(hqAdmin, { q: clerk.mbId.toUpperCase() })).toEqual([clerk.userId]);
    expect(await ids(hqAdmin, { q: "사람" })).toHaveLength(4);
    await change(admin, clerk.userId, { status: "disabled" });
    expect(await ids(hqAdmin, { status: "disabled" })).toEqual([clerk.userId]);
  });

  test("a foreign and an absent person are the same 404", async () => {
    for (const id of [stranger.userId, ABSENT])
      await expect(getUser(test_.db, scopeOf(admin), id)).rejects.toMatchObject({ code: "not_found" });
  });
});
