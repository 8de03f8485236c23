import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { orgLevels } from "@/db/enums";
import { users } from "@/db/schema/users";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { ABSENT, orgRig } from "@/scripts/testing/org-rig";
import { createOrg } from "./create-org";
import { getOrg } from "./queries";
import { removeOrg } from "./remove-org";

const { t, input, change, audits, refusal } = orgRig();

describe("adding", () => {
  test("stands below its parent, and the audit says who did it", async () => {
    const made = await createOrg(t.rt, t.w.aAdmin, input());
    expect(made).toMatchObject({ ...input(), path: `${t.w.a1.path}${made.id}/`, limits: null });
    expect(await getOrg(t.db, scopeOf(t.w.aAdmin), made.id)).toEqual(made);
    const [row] = await audits();
    expect(row).toMatchObject({
      action: "org.create",
      subject: `org:${made.id}`,
      orgId: made.id,
      actorUserId: t.w.aAdmin.userId,
      after: input(),
      before: null,
      at: t.now,
    });
  });

  test("levels may be skipped", async () => {
    const made = await createOrg(t.rt, t.w.hqAdmin, input({ parentId: t.w.hq.id }));
    expect(made.path).toBe(`${t.w.hq.path}${made.id}/`);
  });

  test("codes are unique per level, not across levels", async () => {
    await createOrg(t.rt, t.w.hqAdmin, input());
    await createOrg(t.rt, t.w.hqAdmin, input({ level: "agency", parentId: t.w.a.id }));
    expect(await refusal(() => createOrg(t.rt, t.w.hqAdmin, input({ parentId: t.w.b.id })))).toEqual([
      "invalid",
      "code",
      "codeTaken",
    ]);
  });

  test.each(
    orgLevels.flatMap((parent, p) => orgLevels.filter((_, c) => c <= p).map((child) => [child, parent] as const)),
  )("a %s can't stand below a %s", async (level, parent) => {
    const parentId = { hq: t.w.hq, distributor: t.w.a, agency: t.w.a1, branch: t.w.a1x }[parent].id;
    expect(await refusal(() => createOrg(t.rt, t.w.hqAdmin, input({ level, parentId })))).toEqual([
      "invalid",
      "level",
      "levelNotBelow",
    ]);
  });

  test("a foreign and an absent parent are the same 422 at the field", async () => {
    const foreign = await refusal(() => createOrg(t.rt, t.w.aAdmin, input({ parentId: t.w.b.id })));
    expect(foreign).toEqual(["invalid", "parentId", "noSuchParent"]);
    expect(await refusal(() => createOrg(t.rt, t.w.aAdmin, input({ parentId: ABSENT })))).toEqual(foreign);
    expect(
      await refusal(() => createOrg(t.rt, t.w.aAdmin, input({ parentId: t.w.hq.id, level: "distributor" }))),
    ).toEqual(foreign);
  });

  test("nothing grows below a closed organisation, however far above it is closed", async () => {
    await change(t.w.hqAdmin, t.w.a.id, { status: "inactive" });
    expect(await refusal(() => createOrg(t.rt, t.w.hqAdmin, input()))).toEqual(["invalid", "parentId", "parentClosed"]);
  });

  test.each(["operator", "viewer"] as const)("is not for a %s", async (role) => {
    const person = await plantUser(t.db, t.w.hq, role);
    expect(await refusal(() => createOrg(t.rt, person, input()))).toEqual(["forbidden", null]);
  });
});

describe("changing", () => {
  test("writes what changed with before and after, and nothing when nothing did", async () => {
    const changed = await change(t.w.aAdmin, t.w.a1.id, { name: "새 이름", code: "A-9" });
    expect(changed).toMatchObject({ name: "새 이름", code: "A-9", level: "agency", updatedAt: t.now.toISOString() });
    const [row] = await audits();
    expect(row).toMatchObject({
      action: "org.change",
      before: { name: t.w.a1.name },
      after: { name: "새 이름", code: "A-9" },
    });
    const before = await t.rows();
    await change(t.w.aAdmin, t.w.a1.id, { name: "새 이름", level: "agency", parentId: t.w.a.id, status: "active" });
    expect(await t.rows()).toEqual(before);
  });

  test("someone else's change is not overwritten unseen", async () => {
    const seen = await getOrg(t.db, scopeOf(t.w.aAdmin), t.w.a1.id);
    t.now = new Date(t.now.getTime() + 1);
    await change(t.w.hqAdmin, t.w.a1.id, { name: "먼저" });
    const work = () => change(t.w.aAdmin, t.w.a1.id, { name: "나중", updatedAt: seen.updatedAt });
    expect(await refusal(work)).toEqual(["conflict", null]);
    await expect(work()).rejects.toMatchObject({ detail: { current: { name: "먼저" } } });
    const { updatedAt } = await getOrg(t.db, scopeOf(t.w.aAdmin), t.w.a1.id);
    expect((await change(t.w.aAdmin, t.w.a1.id, { name: "나중", updatedAt })).name).toBe("나중");
  });

  test("foreign and absent are the same 404; a viewer of it gets 403", async () => {
    expect(await refusal(() => change(t.w.aAdmin, t.w.b.id, { name: "x" }))).toEqual(["not_found", null]);
    expect(await refusal(() => change(t.w.aAdmin, t.w.hq.id, { name: "x" }))).toEqual(["not_found", null]);
    expect(await refusal(() => change(t.w.aAdmin, ABSENT, { name: "x" }))).toEqual(["not_found", null]);
    const viewer = await plantUser(t.db, t.w.a, "viewer");
    expect(await refusal(() => change(viewer, t.w.a1.id, { name: "x" }))).toEqual(["forbidden", null]);
  });

  test("of one's own organisation only name and code", async () => {
    expect((await change(t.w.aAdmin, t.w.a.id, { name: "우리 총판" })).name).toBe("우리 총판");
    for (const over of [{ status: "inactive" }, { level: "agency" }, { parentId: t.w.b.id }] as const)
      expect(await refusal(() => change(t.w.aAdmin, t.w.a.id, over))).toEqual(["forbidden", "ownOrgFromAbove"]);
    const second = await plantOrg(t.db, "hq", null);
    const script: Actor = { kind: "system", job: "script" };
    expect(await refusal(() => change(script, second.id, { status: "inactive" }))).toEqual([
      "forbidden",
      "ownOrgFromAbove",
    ]);
  });

  test("a level must stay below the parent's and above the children's", async () => {
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1.id, { level: "distributor" }))).toEqual([
      "invalid",
      "level",
      "levelNotBelow",
    ]);
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1.id, { level: "branch" }))).toEqual([
      "invalid",
      "level",
      "levelNotAbove",
    ]);
    expect((await change(t.w.hqAdmin, t.w.ax.id, { level: "agency" })).level).toBe("agency");
  });

  test("a taken code is refused at the field", async () => {
    const { code } = await getOrg(t.db, scopeOf(t.w.hqAdmin), t.w.ax.id);
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1x.id, { code }))).toEqual(["invalid", "code", "codeTaken"]);
  });
});

describe("removing", () => {
  test("an unused one is gone; one with a past stays and is closed", async () => {
    const unused = await plantOrg(t.db, "branch", t.w.a1);
    expect(await removeOrg(t.rt, t.w.aAdmin, { id: unused.id })).toEqual({ id: unused.id, outcome: "deleted" });
    expect(await refusal(() => removeOrg(t.rt, t.w.aAdmin, { id: unused.id }))).toEqual(["not_found", null]);
    const past = await plantUser(t.db, t.w.ax);
    await t.db.update(users).set({ status: "disabled" }).where(eq(users.id, past.userId));
    expect(await removeOrg(t.rt, t.w.aAdmin, { id: t.w.ax.id })).toEqual({ id: t.w.ax.id, outcome: "closed" });
    expect((await getOrg(t.db, scopeOf(t.w.aAdmin), t.w.ax.id)).status).toBe("inactive");
    expect((await audits()).map((row) => row.action)).toEqual(["org.delete", "org.close"]);
  });

  test("is refused while anything hangs below, and says what", async () => {
    expect(await refusal(() => removeOrg(t.rt, t.w.hqAdmin, { id: t.w.a1.id }))).toEqual(["conflict", "orgInUse"]);
    await plantUser(t.db, t.w.a1x);
    expect(await refusal(() => removeOrg(t.rt, t.w.hqAdmin, { id: t.w.a1x.id }))).toEqual(["conflict", "orgInUse"]);
    await plantRoom(t.db, t.w.ax, await plantBot(t.db));
    await expect(removeOrg(t.rt, t.w.hqAdmin, { id: t.w.ax.id })).rejects.toMatchObject({
      detail: { params: { orgs: 0, people: 0, rooms: 1, schedules: 0 } },
    });
  });

  test("not one's own, not the top, not a foreign one, not as operator", async () => {
    expect(await refusal(() => removeOrg(t.rt, t.w.aAdmin, { id: t.w.a.id }))).toEqual([
      "forbidden",
      "ownOrgFromAbove",
    ]);
    expect(await refusal(() => removeOrg(t.rt, t.w.hqAdmin, { id: t.w.hq.id }))).toEqual([
      "forbidden",
      "ownOrgFromAbove",
    ]);
    expect(await refusal(() => removeOrg(t.rt, t.w.aAdmin, { id: t.w.b.id }))).toEqual(["not_found", null]);
    const operator = await plantUser(t.db, t.w.a, "operator");
    expect(await refusal(() => removeOrg(t.rt, operator, { id: t.w.ax.id }))).toEqual(["forbidden", null]);
  });
});
