import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { orgLevels } from "@/db/enums";
import { auditLog } from "@/db/schema/audit";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { Actor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { changeOrg } from "./change-org";
import { createOrg } from "./create-org";
import { getOrg } from "./queries";
import { removeOrg } from "./remove-org";
import type { OrgInput } from "./schema";

let test_: TestDatabase;
let rt: { db: TestDatabase["db"]; clock: () => Promise<Date> };
let now: Date;
/** 본사 › 총판 A, B › 대리점 A1 › 지점 A1x; 지점 Ax skips a level. */
let hq: PlantedOrg, a: PlantedOrg, b: PlantedOrg, a1: PlantedOrg, a1x: PlantedOrg, ax: PlantedOrg;
let hqAdmin: Awaited<ReturnType<typeof plantUser>>;
let aAdmin: Awaited<ReturnType<typeof plantUser>>;

beforeAll(async () => {
  test_ = await openTestDatabase();
  rt = { db: test_.db, clock: async () => now };
});
afterAll(() => test_.drop());
beforeEach(async () => {
  await test_.clear();
  now = new Date("2026-11-20T05:00:00.000Z");
  hq = await plantOrg(test_.db, "hq", null);
  a = await plantOrg(test_.db, "distributor", hq);
  b = await plantOrg(test_.db, "distributor", hq);
  a1 = await plantOrg(test_.db, "agency", a);
  a1x = await plantOrg(test_.db, "branch", a1);
  ax = await plantOrg(test_.db, "branch", a);
  hqAdmin = await plantUser(test_.db, hq);
  aAdmin = await plantUser(test_.db, a);
});

const ABSENT = 999_999;
const input = (over: Partial<OrgInput> = {}): OrgInput => ({
  level: "branch",
  code: "NEW-1",
  name: "새 지점",
  parentId: a1.id,
  status: "active",
  ...over,
});
const change = (actor: Actor, id: number, over: Omit<Parameters<typeof changeOrg>[2], "id">) =>
  changeOrg(rt, actor, { id, ...over });
const everything = async () => ({
  orgs: await test_.db.select().from(orgs).orderBy(orgs.id),
  users: await test_.db.select().from(users).orderBy(users.id),
  audit: await test_.db.$count(auditLog),
});
const audits = () => test_.db.select().from(auditLog).orderBy(auditLog.id);

/** The refusal of `work`, after making sure that nothing at all changed. */
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

describe("adding", () => {
  test("stands below its parent, and the audit says who did it", async () => {
    const made = await createOrg(rt, aAdmin, input());
    expect(made).toMatchObject({ ...input(), path: `${a1.path}${made.id}/`, limits: null });
    expect(await getOrg(test_.db, scopeOf(aAdmin), made.id)).toEqual(made);
    const [row] = await audits();
    expect(row).toMatchObject({
      action: "org.create",
      subject: `org:${made.id}`,
      orgId: made.id,
      actorUserId: aAdmin.userId,
      after: input(),
      before: null,
      at: now,
    });
  });

  test("levels may be skipped", async () => {
    const made = await createOrg(rt, hqAdmin, input({ parentId: hq.id }));
    expect(made.path).toBe(`${hq.path}${made.id}/`);
  });

  test("codes are unique per level, not across levels", async () => {
    await createOrg(rt, hqAdmin, input());
    await createOrg(rt, hqAdmin, input({ level: "agency", parentId: a.id }));
    expect(await refusal(() => createOrg(rt, hqAdmin, input({ parentId: b.id })))).toEqual([
      "invalid",
      "code",
      "codeTaken",
    ]);
  });

  test.each(
    orgLevels.flatMap((parent, p) => orgLevels.filter((_, c) => c <= p).map((child) => [child, parent] as const)),
  )("a %s can't stand below a %s", async (level, parent) => {
    const parentId = { hq, distributor: a, agency: a1, branch: a1x }[parent].id;
    expect(await refusal(() => createOrg(rt, hqAdmin, input({ level, parentId })))).toEqual([
      "invalid",
      "level",
      "levelNotBelow",
    ]);
  });

  test("a foreign and an absent parent are the same 422 at the field", async () => {
    const foreign = await refusal(() => createOrg(rt, aAdmin, input({ parentId: b.id })));
    expect(foreign).toEqual(["invalid", "parentId", "noSuchParent"]);
    expect(await refusal(() => createOrg(rt, aAdmin, input({ parentId: ABSENT })))).toEqual(foreign);
    expect(await refusal(() => createOrg(rt, aAdmin, input({ parentId: hq.id, level: "distributor" })))).toEqual(
      foreign,
    );
  });

  test("nothing grows below a closed organisation, however far above it is closed", async () => {
    await change(hqAdmin, a.id, { status: "inactive" });
    expect(await refusal(() => createOrg(rt, hqAdmin, input()))).toEqual(["invalid", "parentId", "parentClosed"]);
  });

  test.each(["operator", "viewer"] as const)("is not for a %s", async (role) => {
    const person = await plantUser(test_.db, hq, role);
    expect(await refusal(() => createOrg(rt, person, input()))).toEqual(["forbidden", null]);
  });
});

describe("changing", () => {
  test("writes what changed with before and after, and nothing when nothing did", async () => {
    const changed = await change(aAdmin, a1.id, { name: "새 이름", code: "A-9" });
    expect(changed).toMatchObject({ name: "새 이름", code: "A-9", level: "agency", updatedAt: now.toISOString() });
    const [row] = await audits();
    expect(row).toMatchObject({
      action: "org.change",
      before: { name: a1.name },
      after: { name: "새 이름", code: "A-9" },
    });
    const before = await everything();
    await change(aAdmin, a1.id, { name: "새 이름", level: "agency", parentId: a.id, status: "active" });
    expect(await everything()).toEqual(before);
  });

  test("someone else's change is not overwritten unseen", async () => {
    const seen = await getOrg(test_.db, scopeOf(aAdmin), a1.id);
    now = new Date(now.getTime() + 1);
    await change(hqAdmin, a1.id, { name: "먼저" });
    const work = () => change(aAdmin, a1.id, { name: "나중", updatedAt: seen.updatedAt });
    expect(await refusal(work)).toEqual(["conflict", null]);
    await expect(work()).rejects.toMatchObject({ detail: { current: { name: "먼저" } } });
    const { updatedAt } = await getOrg(test_.db, scopeOf(aAdmin), a1.id);
    expect((await change(aAdmin, a1.id, { name: "나중", updatedAt })).name).toBe("나중");
  });

  test("foreign and absent are the same 404; a viewer of it gets 403", async () => {
    expect(await refusal(() => change(aAdmin, b.id, { name: "x" }))).toEqual(["not_found", null]);
    expect(await refusal(() => change(aAdmin, hq.id, { name: "x" }))).toEqual(["not_found", null]);
    expect(await refusal(() => change(aAdmin, ABSENT, { name: "x" }))).toEqual(["not_found", null]);
    const viewer = await plantUser(test_.db, a, "viewer");
    expect(await refusal(() => change(viewer, a1.id, { name: "x" }))).toEqual(["forbidden", null]);
  });

  test("of one's own organisation only name and code", async () => {
    expect((await change(aAdmin, a.id, { name: "우리 총판" })).name).toBe("우리 총판");
    for (const over of [{ status: "inactive" }, { level: "agency" }, { parentId: b.id }] as const)
      expect(await refusal(() => change(aAdmin, a.id, over))).toEqual(["forbidden", "ownOrgFromAbove"]);
    const second = await plantOrg(test_.db, "hq", null);
    const script: Actor = { kind: "system", job: "script" };
    expect(await refusal(() => change(script, second.id, { status: "inactive" }))).toEqual([
      "forbidden",
      "ownOrgFromAbove",
    ]);
  });

  test("a level must stay below the parent's and above the children's", async () => {
    expect(await refusal(() => change(hqAdmin, a1.id, { level: "distributor" }))).toEqual([
      "invalid",
      "level",
      "levelNotBelow",
    ]);
    expect(await refusal(() => change(hqAdmin, a1.id, { level: "branch" }))).toEqual([
      "invalid",
      "level",
      "levelNotAbove",
    ]);
    expect((await change(hqAdmin, ax.id, { level: "agency" })).level).toBe("agency");
  });

  test("a taken code is refused at the field", async () => {
    const { code } = await getOrg(test_.db, scopeOf(hqAdmin), ax.id);
    expect(await refusal(() => change(hqAdmin, a1x.id, { code }))).toEqual(["invalid", "code", "codeTaken"]);
  });
});

describe("removing", () => {
  test("an unused one is gone; one with a past stays and is closed", async () => {
    const unused = await plantOrg(test_.db, "branch", a1);
    expect(await removeOrg(rt, aAdmin, { id: unused.id })).toEqual({ id: unused.id, outcome: "deleted" });
    expect(await refusal(() => removeOrg(rt, aAdmin, { id: unused.id }))).toEqual(["not_found", null]);
    const past = await plantUser(test_.db, ax);
    await test_.db.update(users).set({ status: "disabled" }).where(eq(users.id, past.userId));
    expect(await removeOrg(rt, aAdmin, { id: ax.id })).toEqual({ id: ax.id, outcome: "closed" });
    expect((await getOrg(test_.db, scopeOf(aAdmin), ax.id)).status).toBe("inactive");
    expect((await audits()).map((row) => row.action)).toEqual(["org.delete", "org.close"]);
  });

  test("is refused while anything hangs below, and says what", async () => {
    expect(await refusal(() => removeOrg(rt, hqAdmin, { id: a1.id }))).toEqual(["conflict", "orgInUse"]);
    await plantUser(test_.db, a1x);
    expect(await refusal(() => removeOrg(rt, hqAdmin, { id: a1x.id }))).toEqual(["conflict", "orgInUse"]);
    await plantRoom(test_.db, ax, await plantBot(test_.db));
    await expect(removeOrg(rt, hqAdmin, { id: ax.id })).rejects.toMatchObject({
      detail: { params: { orgs: 0, people: 0, rooms: 1, schedules: 0 } },
    });
  });

  test("not one's own, not the top, not a foreign one, not as operator", async () => {
    expect(await refusal(() => removeOrg(rt, aAdmin, { id: a.id }))).toEqual(["forbidden", "ownOrgFromAbove"]);
    expect(await refusal(() => removeOrg(rt, hqAdmin, { id: hq.id }))).toEqual(["forbidden", "ownOrgFromAbove"]);
    expect(await refusal(() => removeOrg(rt, aAdmin, { id: b.id }))).toEqual(["not_found", null]);
    const operator = await plantUser(test_.db, a, "operator");
    expect(await refusal(() => removeOrg(rt, operator, { id: ax.id }))).toEqual(["forbidden", null]);
  });
});
