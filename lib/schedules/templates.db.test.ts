import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { messageTemplates } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { AppError } from "@/lib/errors";
import { deleteTemplate } from "./delete-template";
import { TemplateInput } from "./list-schema";
import { saveTemplate } from "./save-template";
import { listTemplates } from "./template-queries";

let t: TestDatabase;
const now = new Date("2026-11-20T05:00:00Z");
const rt = () => ({ db: t.db, clock: async () => now });

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => t.clear());
afterAll(() => t.drop());

async function people() {
  const hq = await plantOrg(t.db, "hq", null);
  const agency = await plantOrg(t.db, "agency", hq);
  const branch = await plantOrg(t.db, "branch", agency);
  const aside = await plantOrg(t.db, "agency", hq);
  return {
    hq: await plantUser(t.db, hq),
    agency: await plantUser(t.db, agency, "operator"),
    branch: await plantUser(t.db, branch, "operator"),
    viewer: await plantUser(t.db, branch, "viewer"),
    aside: await plantUser(t.db, aside),
  };
}
const input = (name: string, body = "[매장] 내일 입고") => TemplateInput.parse({ name, body });
const names = async (actor: Parameters<typeof listTemplates>[1]) =>
  (await listTemplates(t.db, actor, { kind: "room" })).items.map((one) => `${one.name}${one.isOwn ? "*" : ""}`);
const code = (call: Promise<unknown>) =>
  call.then(
    () => "allowed",
    (e: unknown) => (e instanceof AppError ? e.code : e),
  );

test("own templates come first, then those from above; never from below or beside", async () => {
  const p = await people();
  await saveTemplate(rt(), p.hq, input("가 본사"));
  await saveTemplate(rt(), p.agency, input("나 대리점"));
  await saveTemplate(rt(), p.branch, input("다 지점"));
  await saveTemplate(rt(), p.aside, input("라 옆"));
  expect(await names(p.branch)).toEqual(["다 지점*", "가 본사", "나 대리점"]);
  expect(await names(p.agency)).toEqual(["나 대리점*", "가 본사"]);
  expect(await names(p.hq)).toEqual(["가 본사*"]);
});

test("only the own ones may be changed; what can't be seen is not there", async () => {
  const p = await people();
  const above = await saveTemplate(rt(), p.agency, input("대리점"));
  const beside = await saveTemplate(rt(), p.aside, input("옆"));
  const before = JSON.stringify([await t.db.select().from(messageTemplates), await t.db.select().from(auditLog)]);
  for (const [actor, id, expected] of [
    [p.branch, above.id, "forbidden"],
    [p.branch, beside.id, "not_found"],
    [p.branch, 999_999, "not_found"],
    [p.hq, above.id, "not_found"],
    [p.viewer, above.id, "forbidden"],
  ] as const) {
    expect(await code(saveTemplate(rt(), actor, { ...input("바꿈"), id }))).toBe(expected);
    expect(await code(deleteTemplate(rt(), actor, { id }))).toBe(expected);
  }
  expect(await code(saveTemplate(rt(), p.viewer, input("새것")))).toBe("forbidden");
  expect(JSON.stringify([await t.db.select().from(messageTemplates), await t.db.select().from(auditLog)])).toBe(before);
});

test("a name is taken once per organisation; changing and removing leave their trace", async () => {
  const p = await people();
  const first = await saveTemplate(rt(), p.branch, input("인사"));
  const other = await saveTemplate(rt(), p.branch, input("마감"));
  await saveTemplate(rt(), p.agency, input("인사"));
  for (const call of [
    saveTemplate(rt(), p.branch, input("인사")),
    saveTemplate(rt(), p.branch, { ...input("인사"), id: other.id }),
  ])
    await expect(call).rejects.toMatchObject({
      code: "invalid",
      detail: { issues: [{ path: ["name"], message: "templateNameTaken" }] },
    });
  expect((await saveTemplate(rt(), p.branch, { ...input("인사", "새 글\n둘째 줄"), id: first.id })).body).toBe(
    "새 글\n둘째 줄",
  );
  await deleteTemplate(rt(), p.branch, { id: first.id });
  expect(await names(p.branch)).toEqual(["마감*", "인사"]);
  const actions = (await t.db.select().from(auditLog)).map((row) => row.action);
  expect(actions).toEqual([
    "template.create",
    "template.create",
    "template.create",
    "template.update",
    "template.delete",
  ]);
});
