import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { hashPassword, verifyPassword } from "@/lib/access/password";
import { actorOfSession, openSession } from "@/lib/access/sessions";
import type { Env } from "@/lib/env/schema";
import { AppError } from "@/lib/errors";
import { acceptInvitation } from "./accept-invitation";
import { changeUser } from "./change-user";
import { createUser } from "./create-user";
import { inviteAgain } from "./invite-again";
import { readInvitation } from "./read-invitation";
import { UserChange, UserInput } from "./schema";

const env = {
  NEXTAUTH_SECRET: "n".repeat(40),
  LOOKUP_KEY: "l".repeat(40),
  APP_ORIGIN: "https://dochak.example",
} as Env;
const GOOD = "slow river under fog";
type Person = Awaited<ReturnType<typeof plantUser>>;
let test_: TestDatabase;
let rt: { db: Db; clock: () => Promise<Date>; env: Env };
let now: Date;
let hash: string;
let branch: PlantedOrg;
let hqAdmin: Person, admin: Person, clerk: Person, stranger: Person;

beforeAll(async () => {
  test_ = await openTestDatabase();
  const clock = async () => now;
  rt = { db: test_.db, clock, env };
  hash = await hashPassword(GOOD);
});
afterAll(() => test_.drop());
beforeEach(async () => {
  await test_.clear();
  now = new Date("2026-11-20T05:00:00.000Z");
  const hq = await plantOrg(test_.db, "hq", null);
  const agency = await plantOrg(test_.db, "agency", hq);
  branch = await plantOrg(test_.db, "branch", agency);
  hqAdmin = await plantUser(test_.db, hq);
  admin = await plantUser(test_.db, agency);
  clerk = await plantUser(test_.db, branch, "operator");
  stranger = await plantUser(test_.db, await plantOrg(test_.db, "agency", hq));
  await test_.db.update(users).set({ passwordHash: hash });
});

const input = (over: Record<string, unknown> = {}) =>
  UserInput.parse({ mbId: "gyeol.han", name: "한결", orgId: branch.id, role: "operator", password: GOOD, ...over });
const change = (actor: Actor, id: number, over: Record<string, unknown>) =>
  changeUser(rt, actor, UserChange.parse({ ...over, id: String(id) }));
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

describe("inviting", () => {
  const tokenOf = (url: string) => url.split("#")[1]!;
  const accept = (token: string, password = GOOD) => acceptInvitation(rt, { token, password }, { id: "r", ip: null });

  test("the link lets its holder choose a password once, within a day", async () => {
    const made = await createUser(rt, admin, input({ password: undefined }));
    expect(made.isInvited).toBe(true);
    const { url, expiresAt } = made.invitation!;
    expect(url).toMatch(/^https:\/\/dochak\.example\/sign-in\/welcome#/);
    expect(new Date(expiresAt).getTime() - now.getTime()).toBe(86_400_000);
    expect(await readInvitation(rt, { token: tokenOf(url) })).toEqual({
      mbId: made.mbId,
      name: "한결",
      orgName: branch.name,
    });
    expect(await verifyPassword((await rowOf(made.id)).passwordHash, GOOD)).toBe(false);
    expect(await accept(tokenOf(url))).toEqual({ mbId: made.mbId });
    expect(await verifyPassword((await rowOf(made.id)).passwordHash, GOOD)).toBe(true);
    expect(await lastAudit()).toMatchObject({
      action: "user.choosePassword",
      subject: `user:${made.id}`,
      orgId: branch.id,
    });
    expect(await refusal(() => accept(tokenOf(url)))).toEqual(["invalid", "token", "invitationOver"]);
  });

  test("used twice at the same moment it works once", async () => {
    const token = tokenOf((await createUser(rt, admin, input({ password: undefined }))).invitation!.url);
    const answers = await Promise.allSettled([accept(token, GOOD), accept(token, "another river in fog")]);
    expect(answers.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("too late, replaced, tampered with, for someone disabled: over", async () => {
    const made = await createUser(rt, admin, input({ password: undefined }));
    const first = tokenOf(made.invitation!.url);
    const second = tokenOf((await inviteAgain(rt, admin, { id: made.id })).url);
    const over = ["invalid", "token", "invitationOver"];
    expect(await refusal(() => accept(first))).toEqual(over);
    const [id, seconds, proof] = second.split(".") as [string, string, string];
    for (const forged of [
      `${admin.userId}.${seconds}.${proof}`,
      `${id}.${Number(seconds) + 9999}.${proof}`,
      `${id}.${seconds}.${"A".repeat(43)}`,
      "",
      "..",
      "한글.1.2",
    ])
      expect(await refusal(() => accept(forged))).toEqual(over);
    await change(admin, made.id, { status: "disabled" });
    expect(await refusal(() => accept(second))).toEqual(over);
    await change(admin, made.id, { status: "active" });
    now = new Date(now.getTime() + 86_400_000);
    expect(await refusal(() => accept(second))).toEqual(over);
  });

  test("again takes the old password and every session away", async () => {
    const session = await signInAs(clerk);
    const { url } = await inviteAgain(rt, admin, { id: clerk.userId });
    expect(await verifyPassword((await rowOf(clerk.userId)).passwordHash, GOOD)).toBe(false);
    expect(await actorOfSession(test_.db, session, now)).toBeNull();
    await accept(tokenOf(url), "lighthouse keeper walks");
    expect(await verifyPassword((await rowOf(clerk.userId)).passwordHash, "lighthouse keeper walks")).toBe(true);
  });

  test("not oneself, not a stranger, not by an operator, not someone disabled", async () => {
    expect(await refusal(() => inviteAgain(rt, admin, { id: admin.userId }))).toEqual([
      "invalid",
      "id",
      "ownPasswordElsewhere",
    ]);
    expect(await refusal(() => inviteAgain(rt, admin, { id: stranger.userId }))).toEqual(["not_found", null]);
    expect(await refusal(() => inviteAgain(rt, admin, { id: hqAdmin.userId }))).toEqual(["not_found", null]);
    expect(await refusal(() => inviteAgain(rt, clerk, { id: clerk.userId }))).toEqual(["forbidden", null]);
    await change(admin, clerk.userId, { status: "disabled" });
    expect(await refusal(() => inviteAgain(rt, admin, { id: clerk.userId }))).toEqual([
      "invalid",
      "id",
      "userDisabled",
    ]);
  });
});
