import { eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { orgLevels } from "@/db/enums";
import { orgs } from "@/db/schema/orgs";
import { plantBot, plantRoom, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { ABSENT, orgRig } from "@/scripts/testing/org-rig";
import { createOrg } from "./create-org";
import { previewMove } from "./preview-move";
import { getOrg } from "./queries";

const { t, input, change, audits, refusal } = orgRig();

describe("moving", () => {
  test("takes everything below along and is seen at once", async () => {
    const moved = await change(t.w.hqAdmin, t.w.a1.id, { parentId: t.w.b.id });
    expect(moved.path).toBe(`${t.w.b.path}${t.w.a1.id}/`);
    expect((await getOrg(t.db, scopeOf(t.w.hqAdmin), t.w.a1x.id)).path).toBe(
      `${t.w.b.path}${t.w.a1.id}/${t.w.a1x.id}/`,
    );
    expect(await refusal(() => change(t.w.aAdmin, t.w.a1x.id, { name: "x" }))).toEqual(["not_found", null]);
    const [row] = await audits();
    expect(row).toMatchObject({ action: "org.move", before: { parentId: t.w.a.id }, after: { parentId: t.w.b.id } });
    await change(t.w.hqAdmin, t.w.a1.id, { parentId: t.w.a.id });
    expect((await getOrg(t.db, scopeOf(t.w.aAdmin), t.w.a1x.id)).path).toBe(t.w.a1x.path);
  });

  test("a longer number that begins alike stays where it is", async () => {
    const at = new Date();
    const look = { level: "agency" as const, name: "닮은꼴", createdAt: at, updatedAt: at };
    const id = Number(`${t.w.a1.id}7`);
    await t.db.insert(orgs).values({ ...look, id, code: "LOOK", parentId: t.w.a.id, path: `${t.w.a.path}${id}/` });
    await change(t.w.hqAdmin, t.w.a1.id, { parentId: t.w.b.id });
    expect((await getOrg(t.db, scopeOf(t.w.hqAdmin), id)).path).toBe(`${t.w.a.path}${id}/`);
  });

  test("no circle, no level turned round, not below a closed one, not out of one's own subtree", async () => {
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1.id, { parentId: t.w.a1.id }))).toEqual([
      "invalid",
      "parentId",
      "parentBelow",
    ]);
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1.id, { parentId: t.w.a1x.id }))).toEqual([
      "invalid",
      "parentId",
      "parentBelow",
    ]);
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1.id, { parentId: t.w.ax.id }))).toEqual([
      "invalid",
      "parentId",
      "levelNotBelow",
    ]);
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1.id, { parentId: null }))).toEqual([
      "invalid",
      "parentId",
      "required",
    ]);
    expect(await refusal(() => change(t.w.aAdmin, t.w.a1.id, { parentId: t.w.b.id }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
    expect(await refusal(() => change(t.w.aAdmin, t.w.a1.id, { parentId: t.w.hq.id }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
    expect(await refusal(() => change(t.w.aAdmin, t.w.a1.id, { parentId: ABSENT }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
    await change(t.w.hqAdmin, t.w.b.id, { status: "inactive" });
    expect(await refusal(() => change(t.w.hqAdmin, t.w.a1.id, { parentId: t.w.b.id }))).toEqual([
      "invalid",
      "parentId",
      "parentClosed",
    ]);
  });

  test("within the own subtree an admin of a distributor may move", async () => {
    expect((await change(t.w.aAdmin, t.w.a1x.id, { parentId: t.w.a.id })).path).toBe(`${t.w.a.path}${t.w.a1x.id}/`);
  });

  test("moves and births at the same moment leave one sound tree", async () => {
    for (let round = 0; round < 8; round++) {
      const goal = round % 2 ? t.w.a : t.w.b;
      await Promise.all([
        createOrg(t.rt, t.w.hqAdmin, input({ code: `N${round}-0` })),
        change(t.w.hqAdmin, t.w.a1.id, { parentId: goal.id }),
        ...[1, 2, 3].map((i) => createOrg(t.rt, t.w.hqAdmin, input({ code: `N${round}-${i}` }))),
        change(t.w.hqAdmin, goal.id, { name: `총판 ${round}` }),
      ]);
      expect(await brokenPaths()).toEqual([]);
    }
    expect(await brokenPaths()).toEqual([]);
  });

  test("a preview tells what would change and changes nothing", async () => {
    await plantUser(t.db, t.w.b, "viewer");
    await plantRoom(t.db, t.w.a1x, await plantBot(t.db));
    await t.db
      .update(orgs)
      .set({ limits: { runsPerDay: 40 } })
      .where(eq(orgs.id, t.w.a.id));
    const before = await t.rows();
    expect(await previewMove(t.rt, t.w.hqAdmin, { id: t.w.a1.id, parentId: t.w.b.id })).toEqual({
      now: {
        path: [t.w.hq, t.w.a].map(({ id, name }) => ({ id, name })),
        watchers: 2,
        templates: 0,
        runsPerDay: { value: 40, orgName: t.w.a.name },
      },
      after: {
        path: [t.w.hq, t.w.b].map(({ id, name }) => ({ id, name })),
        watchers: 2,
        templates: 0,
        runsPerDay: null,
      },
      orgs: 1,
      rooms: 1,
      schedules: 0,
    });
    expect(await t.rows()).toEqual(before);
    expect(await refusal(() => previewMove(t.rt, t.w.aAdmin, { id: t.w.b.id, parentId: t.w.a.id }))).toEqual([
      "not_found",
      null,
    ]);
    expect(await refusal(() => previewMove(t.rt, t.w.aAdmin, { id: t.w.a1.id, parentId: t.w.b.id }))).toEqual([
      "invalid",
      "parentId",
      "noSuchParent",
    ]);
  });
});

/** Organisations whose path is not their parent's plus their own id. */
async function brokenPaths() {
  const rows = await t.db.select().from(orgs);
  const pathOf = new Map(rows.map((row) => [row.id, row.path]));
  return rows.filter((row) => row.path !== `${row.parentId ? pathOf.get(row.parentId) : "/"}${row.id}/`);
}

test("any series of moves leaves each path the way from the top, and levels strictly falling", async () => {
  const step = fc.tuple(fc.nat(20), fc.nat(20));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), async (steps) => {
      for (const [who, where] of steps) {
        const rows = await t.db.select().from(orgs).orderBy(orgs.id);
        const [node, target] = [rows[who % rows.length]!, rows[where % rows.length]!];
        await change(t.w.hqAdmin, node.id, { parentId: target.id }).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error;
        });
      }
      expect(await brokenPaths()).toEqual([]);
      const rows = await t.db.select().from(orgs);
      const levelOf = new Map(rows.map((row) => [row.id, orgLevels.indexOf(row.level)]));
      for (const row of rows) if (row.parentId) expect(levelOf.get(row.id)).toBeGreaterThan(levelOf.get(row.parentId)!);
    }),
    { numRuns: 25 },
  );
});
