import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { createDb } from "@/db/client";
import { roles } from "@/db/enums";
import { users } from "@/db/schema/users";
import { plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { verifyPassword } from "@/lib/access/password";
import { scopeOf } from "@/lib/access/scope";
import { actorOfSession } from "@/lib/access/sessions";
import { ABSENT } from "@/scripts/testing/org-rig";
import { GOOD, peopleRig, setPasswords } from "@/scripts/testing/people-rig";
import { createUser } from "./create-user";
import { getUser, listUsers } from "./people-queries";
import { UserFilter, UserInput } from "./schema";

const { t, input, change, rowOf, lastAudit, signInAs, refusal } = peopleRig();

describe("adding a person", () => {
  test("with a password they can sign in; the answer and the audit hold no secret", async () => {
    const made = await createUser(t.rt, t.w.admin, input());
    expect(made).toEqual(await getUser(t.db, scopeOf(t.w.admin), made.id));
    expect(made).toMatchObject({
      mbId: "gyeol.han",
      role: "operator",
      status: "active",
      isInvited: false,
      orgId: t.w.branch.id,
    });
    const row = await rowOf(made.id);
    expect(await verifyPassword(row.passwordHash, GOOD)).toBe(true);
    const audit = await lastAudit();
    expect(audit).toMatchObject({
      action: "user.create",
      subject: `user:${made.id}`,
      orgId: t.w.branch.id,
      actorUserId: t.w.admin.userId,
    });
    expect(JSON.stringify([made, audit])).not.toMatch(/argon2|slow river/);
  });

  test.each(roles)("an admin gives %s", async (role) => {
    expect((await createUser(t.rt, t.w.admin, input({ role }))).role).toBe(role);
  });

  test("ids are one whatever their capitals", async () => {
    expect((await createUser(t.rt, t.w.admin, input({ mbId: " Gyeol.Han " }))).mbId).toBe("gyeol.han");
    expect(await refusal(() => createUser(t.rt, t.w.admin, input({ mbId: "GYEOL.HAN" })))).toEqual([
      "invalid",
      "mbId",
      "mbIdTaken",
    ]);
  });

  test("a foreign and an absent organisation are the same 422 at the field", async () => {
    const refused = await refusal(() => createUser(t.rt, t.w.admin, input({ orgId: t.w.foreign.id })));
    expect(refused).toEqual(["invalid", "orgId", "noSuchOrg"]);
    expect(await refusal(() => createUser(t.rt, t.w.admin, input({ orgId: ABSENT })))).toEqual(refused);
    expect(await refusal(() => createUser(t.rt, t.w.admin, input({ orgId: t.w.hq.id })))).toEqual(refused);
  });

  test("is not for operators and viewers", async () => {
    const viewer = await plantUser(t.db, t.w.agency, "viewer");
    expect(await refusal(() => createUser(t.rt, t.w.clerk, input()))).toEqual(["forbidden", null]);
    expect(await refusal(() => createUser(t.rt, viewer, input()))).toEqual(["forbidden", null]);
  });

  test("a password made of one's own name is refused", async () => {
    const own = input({ password: "gyeol.han-2026!!" });
    expect(await refusal(() => createUser(t.rt, t.w.admin, own))).toEqual(["invalid", "password", "passwordPersonal"]);
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
    const session = await signInAs(t.w.clerk);
    await change(t.w.admin, t.w.clerk.userId, { role: "viewer", orgId: t.w.agency.id });
    expect(await actorOfSession(t.db, session, t.now)).toMatchObject({ role: "viewer", org: { id: t.w.agency.id } });
    expect(await lastAudit()).toMatchObject({
      action: "user.move",
      before: { role: "operator", orgId: t.w.branch.id },
      after: { role: "viewer", orgId: t.w.agency.id },
    });
  });

  test("disabling and a new password end every session; nothing changed writes nothing", async () => {
    for (const over of [{ status: "disabled" }, { status: "active", password: "lighthouse keeper walks" }]) {
      const session = await signInAs(t.w.clerk);
      await change(t.w.admin, t.w.clerk.userId, over);
      expect(await actorOfSession(t.db, session, t.now)).toBeNull();
    }
    expect(JSON.stringify(await lastAudit())).not.toMatch(/lighthouse|argon2/);
    const before = await t.rows();
    await change(t.w.admin, t.w.clerk.userId, {
      name: t.w.clerk.name,
      role: "operator",
      orgId: t.w.branch.id,
      mbId: t.w.clerk.mbId,
    });
    expect(await t.rows()).toEqual(before);
  });

  test("a new id is taken over", async () => {
    expect((await change(t.w.admin, t.w.clerk.userId, { mbId: "New.Name" })).mbId).toBe("new.name");
    expect(await refusal(() => change(t.w.admin, t.w.clerk.userId, { mbId: t.w.stranger.mbId }))).toEqual([
      "invalid",
      "mbId",
      "mbIdTaken",
    ]);
  });

  test("foreign, above and absent are the same 404; a foreign goal is 422; an operator gets 403", async () => {
    for (const id of [t.w.stranger.userId, t.w.hqAdmin.userId, ABSENT])
      expect(await refusal(() => change(t.w.admin, id, { name: "x" }))).toEqual(["not_found", null]);
    for (const orgId of [t.w.foreign.id, t.w.hq.id, ABSENT])
      expect(await refusal(() => change(t.w.admin, t.w.clerk.userId, { orgId }))).toEqual([
        "invalid",
        "orgId",
        "noSuchOrg",
      ]);
    expect(await refusal(() => change(t.w.clerk, t.w.clerk.userId, { name: "x" }))).toEqual(["forbidden", null]);
  });

  test("nobody changes their own role, organisation, state or password here", async () => {
    expect((await change(t.w.admin, t.w.admin.userId, { name: "새 이름" })).name).toBe("새 이름");
    for (const [field, value] of Object.entries({ role: "viewer", orgId: t.w.branch.id, status: "disabled" }))
      expect(await refusal(() => change(t.w.admin, t.w.admin.userId, { [field]: value }))).toEqual([
        "invalid",
        field,
        "notYourself",
      ]);
    expect(await refusal(() => change(t.w.admin, t.w.admin.userId, { password: GOOD }))).toEqual([
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
    ["orgId", () => ({ orgId: t.w.agency.id })],
  ])("stays: %s can't be changed", async (field, over) => {
    expect(await refusal(() => change(script, t.w.hqAdmin.userId, over()))).toEqual(["invalid", field, "lastHqAdmin"]);
    const second = await plantUser(t.db, t.w.hq);
    expect(await refusal(() => change(script, t.w.hqAdmin.userId, over()))).toEqual(["invalid", field, "lastHqAdmin"]);
    await setPasswords(t.db);
    await change(second, t.w.hqAdmin.userId, over());
    expect(await refusal(() => change(script, second.userId, over()))).toEqual(["invalid", field, "lastHqAdmin"]);
  });

  test("two admins can't disable each other in the same moment, whichever process serves them", async () => {
    const second = await plantUser(t.db, t.w.hq);
    await setPasswords(t.db);
    const db = createDb(t.url, 4);
    const otherProcess = { ...t.rt, db };
    for (let round = 0; round < 8; round++) {
      await t.db.update(users).set({ status: "active" }).where(eq(users.orgId, t.w.hq.id));
      const answers = await Promise.allSettled([
        change(t.w.hqAdmin, second.userId, { status: "disabled" }, t.rt),
        change(second, t.w.hqAdmin.userId, { status: "disabled" }, otherProcess),
      ]);
      expect(answers.map((one) => one.status).sort()).toEqual(["fulfilled", "rejected"]);
    }
    await db.close();
  });
});

describe("lists of people", () => {
  const list = (actor: Actor, query: Record<string, string> = {}) =>
    listUsers(t.db, scopeOf(actor), UserFilter.parse(query));
  const ids = async (actor: Actor, query: Record<string, string> = {}) =>
    (await list(actor, query)).items.map((row) => row.id);

  test("show the subtree, page by page, and never a hash", async () => {
    expect(await ids(t.w.hqAdmin)).toEqual([t.w.hqAdmin, t.w.admin, t.w.clerk, t.w.stranger].map((one) => one.userId));
    expect(await ids(t.w.admin)).toEqual([t.w.admin.userId, t.w.clerk.userId]);
    const first = await list(t.w.hqAdmin, { limit: "3" });
    expect(await ids(t.w.hqAdmin, { limit: "3", cursor: first.nextCursor! })).toEqual([t.w.stranger.userId]);
    expect(await ids(t.w.admin, { cursor: first.nextCursor! })).toEqual([]);
    expect(JSON.stringify(first)).not.toContain("argon2");
  });

  test("filter by organisation, role, state and words", async () => {
    expect(await ids(t.w.hqAdmin, { orgId: String(t.w.agency.id) })).toEqual([t.w.admin.userId, t.w.clerk.userId]);
    expect(await ids(t.w.admin, { orgId: String(t.w.foreign.id) })).toEqual([]);
    expect(await ids(t.w.hqAdmin, { role: "operator" })).toEqual([t.w.clerk.userId]);
    expect(await ids(t.w.hqAdmin, { q: t.w.clerk.mbId.toUpperCase() })).toEqual([t.w.clerk.userId]);
    expect(await ids(t.w.hqAdmin, { q: "사람" })).toHaveLength(4);
    await change(t.w.admin, t.w.clerk.userId, { status: "disabled" });
    expect(await ids(t.w.hqAdmin, { status: "disabled" })).toEqual([t.w.clerk.userId]);
  });

  test("a foreign and an absent person are the same 404", async () => {
    for (const id of [t.w.stranger.userId, ABSENT])
      await expect(getUser(t.db, scopeOf(t.w.admin), id)).rejects.toMatchObject({ code: "not_found" });
  });
});
