import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { apiTokens, sessions, users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantOrg, plantUser } from "@/db/testing/plant";
import type { UserActor } from "@/lib/access/actor";
import { hashPassword, verifyPassword } from "@/lib/access/password";
import { actorOfSession, actorOfToken, openSession } from "@/lib/access/sessions";
import type { Env } from "@/lib/env/schema";
import { AppError } from "@/lib/errors";
import { changePassword } from "./change-password";
import { createToken } from "./create-token";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { mySessions, myTokens } from "./people-queries";
import { revokeToken } from "./revoke-token";

const env = { LOOKUP_KEY: "l".repeat(40) } as Env;
const OLD = "slow river under fog";
const NEW = "lighthouse keeper walks";
let test_: TestDatabase;
let rt: { db: TestDatabase["db"]; clock: () => Promise<Date>; env: Env };
let now: Date;
let hash: string;
let person: UserActor;
let other: UserActor;
/** Session ids: here, elsewhere, and the other person's. */
let here: string, elsewhere: string, theirs: string;

beforeAll(async () => {
  test_ = await openTestDatabase();
  rt = { db: test_.db, clock: async () => now, env };
  hash = await hashPassword(OLD);
});
afterAll(() => test_.drop());
beforeEach(async () => {
  await test_.clear();
  now = new Date("2026-11-20T05:00:00.000Z");
  const branch = await plantOrg(test_.db, "branch", await plantOrg(test_.db, "hq", null));
  const [a, b] = [await plantUser(test_.db, branch, "viewer"), await plantUser(test_.db, branch)];
  await test_.db.update(users).set({ passwordHash: hash });
  const open = (userId: number) => openSession(test_.db, { userId, ip: "203.0.113.7", userAgent: "Browser" }, now);
  [here, elsewhere, theirs] = [await open(a.userId), await open(a.userId), await open(b.userId)];
  person = (await actorOfSession(test_.db, here, now))!;
  other = (await actorOfSession(test_.db, theirs, now))!;
});

const isOpen = async (id: string) => (await actorOfSession(test_.db, id, now)) !== null;
const actions = async () => (await test_.db.select().from(auditLog).orderBy(auditLog.id)).map((row) => row.action);
const everything = async () => [
  await test_.db.select().from(users).orderBy(users.id),
  await test_.db.select().from(sessions).orderBy(sessions.idHash),
  await test_.db.select().from(apiTokens).orderBy(apiTokens.id),
  await actions(),
];
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

describe("the own password", () => {
  const change = (currentPassword = OLD, newPassword = NEW, actor = person) =>
    changePassword(rt, actor, { currentPassword, newPassword });

  test("changes and ends the other sessions, not this one", async () => {
    expect(await change()).toEqual({ endedSessions: 1 });
    const [row] = await test_.db.select().from(users).where(eq(users.id, person.userId));
    expect(await verifyPassword(row!.passwordHash, NEW)).toBe(true);
    expect([await isOpen(here), await isOpen(elsewhere), await isOpen(theirs)]).toEqual([true, false, true]);
    expect(await actions()).toEqual(["user.changePassword"]);
  });

  test("wrong, same, personal: refused at the field", async () => {
    expect(await refusal(() => change("not this one"))).toEqual(["invalid", "currentPassword", "passwordWrong"]);
    expect(await refusal(() => change(OLD, OLD))).toEqual(["invalid", "newPassword", "passwordSame"]);
    expect(await refusal(() => change(OLD, `${person.mbId}-2026-11`))).toEqual([
      "invalid",
      "newPassword",
      "passwordPersonal",
    ]);
  });

  test("guessing the current one is slowed, without slowing anyone's sign-in", async () => {
    for (let i = 0; i < 5; i++) await refusal(() => change("not this one"));
    expect(await refusal(() => change())).toEqual(["rate_limited", "signInWait"]);
    now = new Date(now.getTime() + 2_000);
    expect(await change()).toEqual({ endedSessions: 1 });
  });
});

describe("sessions", () => {
  test("are listed with this one first, and only one's own", async () => {
    const list = await mySessions(test_.db, person, now);
    expect(list).toHaveLength(2);
    expect(list.map((one) => one.isCurrent)).toEqual([true, false]);
    expect(JSON.stringify(list)).not.toContain(here);
    expect(await mySessions(test_.db, person, new Date(now.getTime() + 9 * 3_600_000))).toEqual([]);
  });

  test("one is ended; somebody else's, an ended and an absent one are the same 404", async () => {
    const [, second] = await mySessions(test_.db, person, now);
    await endSession(rt, person, { id: second!.id });
    expect([await isOpen(here), await isOpen(elsewhere), await isOpen(theirs)]).toEqual([true, false, true]);
    for (const id of [second!.id, other.sessionKey!, "0".repeat(64)])
      expect(await refusal(() => endSession(rt, person, { id }))).toEqual(["not_found", null]);
  });

  test("all others are ended at once", async () => {
    expect(await endOtherSessions(rt, person)).toEqual({ endedSessions: 1 });
    expect(await endOtherSessions(rt, person)).toEqual({ endedSessions: 0 });
    expect([await isOpen(here), await isOpen(elsewhere), await isOpen(theirs)]).toEqual([true, false, true]);
    expect(await actions()).toEqual(["session.closeOthers"]);
  });
});

describe("API tokens", () => {
  const make = (actor: Parameters<typeof createToken>[1] = person, over = {}) =>
    createToken(rt, actor, { name: "매장 자동화", expiresInDays: null, ...over });

  test("are shown once, work at once, are listed without the secret", async () => {
    const made = await make(person, { expiresInDays: 30 });
    expect(made.token).toMatch(/^dck_[\w-]{43}$/);
    expect(new Date(made.expiresAt!).getTime() - now.getTime()).toBe(30 * 86_400_000);
    expect(await actorOfToken(test_.db, made.token, now)).toMatchObject({ userId: person.userId, via: "token" });
    const { token, ...rest } = made;
    expect(await myTokens(test_.db, person)).toEqual([{ ...rest, lastUsedAt: now.toISOString() }]);
    expect(JSON.stringify(await everything())).not.toContain(token);
    expect(await myTokens(test_.db, other)).toEqual([]);
  });

  test("are revoked for good; somebody else's, a revoked and an absent one are the same 404", async () => {
    const [mine, another] = [await make(), await make(other)];
    await revokeToken(rt, person, { id: mine.id });
    expect(await actorOfToken(test_.db, mine.token, now)).toBeNull();
    expect(await actorOfToken(test_.db, another.token, now)).not.toBeNull();
    for (const id of [mine.id, another.id, 999_999])
      expect(await refusal(() => revokeToken(rt, person, { id }))).toEqual(["not_found", null]);
    expect(await actions()).toEqual(["token.create", "token.create", "token.revoke"]);
  });

  test("a token makes no tokens, and nobody piles them up", async () => {
    expect(await refusal(() => make({ ...person, via: "token" }))).toEqual(["forbidden", "tokenMakesNoToken"]);
    for (let i = 0; i < 50; i++) await make();
    expect(await refusal(() => make())).toEqual(["conflict", "tooManyTokens"]);
    expect((await make(other)).id).toBeGreaterThan(0);
  });

  test("the terminal makes one for a person it names", async () => {
    const script = { kind: "system", job: "script" } as const;
    const made = await make(script, { forUserId: person.userId });
    expect(await actorOfToken(test_.db, made.token, now)).toMatchObject({ userId: person.userId });
    expect(await refusal(() => make(script, { forUserId: 999_999 }))).toEqual(["not_found", null]);
    expect(await refusal(() => make(script))).toEqual(["not_found", null]);
  });
});
