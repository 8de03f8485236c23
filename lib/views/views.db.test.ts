import { describe, expect, test } from "vitest";
import { savedViews } from "@/db/schema/views";
import { plantMessageWorld } from "@/scripts/testing/message-rig";
import { codeOf, testRig, told } from "@/scripts/testing/test-rig";
import { deleteView } from "./delete-view";
import { myViews } from "./queries";
import { renameView } from "./rename-view";
import { saveView } from "./save-view";
import { VIEWS_MAX, ViewInput } from "./schema";

const rig = testRig(plantMessageWorld, (db) => db.select().from(savedViews));
const input = (name: string, query = "status=failed", page = "logs") => ViewInput.parse({ page, name, query });
const save = (name: string, actor = rig.w.operator) => saveView(rig.rt, actor, input(name));
const names = async (actor = rig.w.operator) =>
  (await myViews(rig.db, actor, { page: "logs" })).map(({ name }) => name);

describe("somebody's views", () => {
  test("are listed by name, renamed and forgotten, and saving one again brings it back", async () => {
    const failed = await save("실패만");
    await save("나의 아침");
    expect(await myViews(rig.db, rig.w.operator, { page: "logs" })).toEqual([
      expect.objectContaining({ name: "나의 아침" }),
      { id: failed.id, page: "logs", name: "실패만", query: "status=failed" },
    ]);
    await renameView(rig.rt, rig.w.operator, { id: failed.id, name: "안 나간 것" });
    expect(await names()).toEqual(["나의 아침", "안 나간 것"]);
    await deleteView(rig.rt, rig.w.operator, failed);
    expect(await names()).toEqual(["나의 아침"]);
    await save("안 나간 것");
    expect(await names()).toEqual(["나의 아침", "안 나간 것"]);
  });

  test("are nobody else's: the same answer as for one that isn't there", async () => {
    const { id } = await save("실패만");
    expect(await names(rig.w.admin)).toEqual([]);
    const refused = async (work: () => Promise<unknown>) => (await rig.refusal(work)).code;
    for (const one of [id, 999_999]) {
      expect(await refused(() => renameView(rig.rt, rig.w.admin, { id: one, name: "남의 것" }))).toBe("not_found");
      expect(await refused(() => deleteView(rig.rt, rig.w.admin, { id: one }))).toBe("not_found");
    }
    // Two people may use the same name, and one person on two pages.
    await save("실패만", rig.w.admin);
    await saveView(rig.rt, rig.w.operator, input("실패만", "view=failed", "messages"));
  });

  test("have a name each, also when two are saved at once, and no more than can be looked through", async () => {
    const both = await Promise.allSettled([save("실패만"), save("실패만")]);
    expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(told(await rig.refusal(() => save("실패만")))).toEqual(["invalid", "name", "viewNameTaken"]);
    const other = await save("다른 것");
    const renamed = () => renameView(rig.rt, rig.w.operator, { id: other.id, name: "실패만" });
    expect(told(await rig.refusal(renamed))).toEqual(["invalid", "name", "viewNameTaken"]);
    for (let n = 2; n < VIEWS_MAX; n++) await save(`보기 ${n}`);
    expect(await codeOf(save("하나 더"))).toBe("conflict");
  });
});

test("a view keeps no number, no place in a list and nothing that isn't a filter", () => {
  const issue = (name: string, query: string) =>
    ViewInput.safeParse({ page: "logs", name, query }).error?.issues[0]?.message ?? null;
  expect(input("아침", "?period=week&cursor=abc-1").query).toBe("period=week");
  expect(input("아침", "orgId=101%2C102%2C103%2C104&from=2026-11-01&to=2026-11-30").query).toContain("from=2026-11-01");
  expect(issue("아침", "channel=phone&search=010-0000-1234")).toBe("viewHasNumber");
  expect(issue("아침", "q=%2B82+10+0000+1234")).toBe("viewHasNumber");
  expect(issue("010-0000-1234", "")).toBe("viewHasNumber");
  expect(issue("아침", "a%20b=1")).toBe("badValue");
  expect(issue(" \u200b ", "")).toBe("viewNameRequired");
  expect(issue("가".repeat(41), "")).toBe("nameTooLong");
});
