import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { apiTokens, sessions, users } from "@/db/schema/users";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { verifyPassword } from "@/lib/access/password";
import { actorOfSession, actorOfToken, openSession } from "@/lib/access/sessions";
import { GOOD, setPasswords } from "@/scripts/testing/people-rig";
import { testRig, told } from "@/scripts/testing/test-rig";
import { changePassword } from "./change-password";
import { createToken } from "./create-token";
import { endOtherSessions } from "./end-other-sessions";
import { endSession } from "./end-session";
import { mySessions, myTokens } from "./people-queries";
import { revokeToken } from "./revoke-token";

const NEW = "lighthouse keeper walks";
const START = new Date("2026-11-20T05:00:00.000Z");

/** Two people of one branch, and session ids: the first person's here and elsewhere, and the other's. */
async function plant(db: Db) {
  const branch = await plantOrg(db, "branch", await plantOrg(db, "hq", null));
  const [a, b] = [await plantUser(db, branch, "viewer"), await plantUser(db, branch)];
  await setPasswords(db);
  const open = (userId: number) => openSession(db, { userId, ip: "203.0.113.7", userAgent: "Browser" }, START);
  const [here, elsewhere, theirs] = [await open(a.userId), await open(a.userId), await open(b.userId)];
  const person = (await actorOfSession(db, here, START))!;
  return { here, elsewhere, theirs, person, other: (await actorOfSession(db, theirs, START))! };
}
const actionsIn = async (db: Db) => (await db.select().from(auditLog).orderBy(auditLog.id)).map((row) => row.action);
const t = testRig(plant, async (db) => [
  await db.select().from(users).orderBy(users.id),
  await db.select().from(sessions).orderBy(sessions.idHash),
  await db.select().from(apiTokens).orderBy(apiTokens.id),
  await actionsIn(db),
]);
const actions = () => actionsIn(t.db);
const refusal = async (work: () => Promise<unknown>) => told(await t.refusal(work));
/** Which of here, elsewhere and theirs still works. */
const open = async () => {
  const actors = [t.w.here, t.w.elsewhere, t.w.theirs].map((id) => actorOfSession(t.db, id, t.now));
  return (await Promise.all(actors)).map((actor) => actor !== null);
};

describe("the own password", () => {
  const change = (currentPassword = GOOD, newPassword = NEW, actor = t.w.person) =>
    changePassword(t.rt, actor, { currentPassword, newPassword });

  test("changes and ends the other sessions, not this one", async () => {
    expect(await change()).toEqual({ endedSessions: 1 });
    const [row] = await t.db.select().from(users).where(eq(users.id, t.w.person.userId));
    expect(await verifyPassword(row!.passwordHash, NEW)).toBe(true);
    expect(await open()).toEqual([true, false, true]);
    expect(await actions()).toEqual(["user.changePassword"]);
  });

  test("wrong, same, personal: refused at the field", async () => {
    expect(await refusal(() => change("not this one"))).toEqual(["invalid", "currentPassword", "passwordWrong"]);
    expect(await refusal(() => change(GOOD, GOOD))).toEqual(["invalid", "newPassword", "passwordSame"]);
    expect(await refusal(() => change(GOOD, `${t.w.person.mbId}-2026-11`))).toEqual([
      "invalid",
      "newPassword",
      "passwordPersonal",
    ]);
  });

  test("guessing the current one is slowed, without slowing anyone's sign-in", async () => {
    for (let i = 0; i < 5; i++) await refusal(() => change("not this one"));
    expect(await refusal(() => change())).toEqual(["rate_limited", "signInWait"]);
    t.now = new Date(t.now.getTime() + 2_000);
    expect(await change()).toEqual({ endedSessions: 1 });
  });
});

describe("sessions", () => {
  test("are listed with this one first, and only one's own", async () => {
    const list = await mySessions(t.db, t.w.person, t.now);
    expect(list).toHaveLength(2);
    expect(list.map((one) => one.isCurrent)).toEqual([true, false]);
    expect(JSON.stringify(list)).not.toContain(t.w.here);
    expect(await mySessions(t.db, t.w.person, new Date(t.now.getTime() + 9 * 3_600_000))).toEqual([]);
  });

  test("one is ended; somebody else's, an ended and an absent one are the same 404", async () => {
    const [, second] = await mySessions(t.db, t.w.person, t.now);
    await endSession(t.rt, t.w.person, { id: second!.id });
    expect(await open()).toEqual([true, false, true]);
    for (const id of [second!.id, t.w.other.sessionKey!, "0".repeat(64)])
      expect(await refusal(() => endSession(t.rt, t.w.person, { id }))).toEqual(["not_found", null]);
  });

  test("all others are ended at once", async () => {
    expect(await endOtherSessions(t.rt, t.w.person)).toEqual({ endedSessions: 1 });
    expect(await endOtherSessions(t.rt, t.w.person)).toEqual({ endedSessions: 0 });
    expect(await open()).toEqual([true, false, true]);
    expect(await actions()).toEqual(["session.closeOthers"]);
  });
});

describe("API tokens", () => {
  const make = (actor: Parameters<typeof createToken>[1] = t.w.person, over = {}) =>
    createToken(t.rt, actor, { name: "매장 자동화", expiresInDays: null, ...over });

  test("are shown once, work at once, are listed without the secret", async () => {
    const made = await make(t.w.person, { expiresInDays: 30 });
    expect(made.token).toMatch(/^dck_[\w-]{43}$/);
    expect(new Date(made.expiresAt!).getTime() - t.now.getTime()).toBe(30 * 86_400_000);
    expect(await actorOfToken(t.db, made.token, t.now)).toMatchObject({ userId: t.w.person.userId, via: "token" });
    const { token, ...rest } = made;
    expect(await myTokens(t.db, t.w.person)).toEqual([{ ...rest, lastUsedAt: t.now.toISOString() }]);
    expect(JSON.stringify(await t.rows())).not.toContain(token);
    expect(await myTokens(t.db, t.w.other)).toEqual([]);
  });

  test("are revoked for good; somebody else's, a revoked and an absent one are the same 404", async () => {
    const [mine, another] = [await make(), await make(t.w.other)];
    await revokeToken(t.rt, t.w.person, { id: mine.id });
    expect(await actorOfToken(t.db, mine.token, t.now)).toBeNull();
    expect(await actorOfToken(t.db, another.token, t.now)).not.toBeNull();
    for (const id of [mine.id, another.id, 999_999])
      expect(await refusal(() => revokeToken(t.rt, t.w.person, { id }))).toEqual(["not_found", null]);
    expect(await actions()).toEqual(["token.create", "token.create", "token.revoke"]);
  });

  test("a token makes no tokens, and nobody piles them up", async () => {
    expect(await refusal(() => make({ ...t.w.person, via: "token" }))).toEqual(["forbidden", "tokenMakesNoToken"]);
    for (let i = 0; i < 50; i++) await make();
    expect(await refusal(() => make())).toEqual(["conflict", "tooManyTokens"]);
    expect((await make(t.w.other)).id).toBeGreaterThan(0);
  });

  test("the terminal makes one for a person it names", async () => {
    const script = { kind: "system", job: "script" } as const;
    const made = await make(script, { forUserId: t.w.person.userId });
    expect(await actorOfToken(t.db, made.token, t.now)).toMatchObject({ userId: t.w.person.userId });
    expect(await refusal(() => make(script, { forUserId: 999_999 }))).toEqual(["not_found", null]);
    expect(await refusal(() => make(script))).toEqual(["not_found", null]);
  });
});
