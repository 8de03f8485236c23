import { afterEach, beforeEach, expect, test } from "vitest";
import { apiTokens } from "@/db/schema/users";
import { secretHash } from "@/lib/access/token-hash";
import type { Runtime } from "@/lib/runtime";
import { syncRig } from "@/scripts/testing/sync-rig";
import * as approve from "./approve/route";
import * as decide from "./decide/route";
import * as execute from "./execute/route";
import * as pause from "./pause/route";
import * as purge from "./purge/route";
import * as undo from "./undo/route";

const { t, rt } = syncRig();
const shared = globalThis as typeof globalThis & { dochakRuntime?: Runtime };
const DOORS = { approve, decide, execute, pause, purge, undo };
type Door = keyof typeof DOORS;
let token: string;
let foreign: string;

beforeEach(async () => {
  const never = () => expect.unreachable("not asked for here");
  shared.dochakRuntime = { ...rt(), gateway: never, phone: {} as never, queue: {} as never };
  const tokenOf = async ({ userId }: { userId: number }, secret: string) => {
    await t.db.insert(apiTokens).values({ tokenHash: secretHash(secret), userId, name: "t", createdAt: t.now });
    return secret;
  };
  token = await tokenOf(t.w.admin, `token-hq-${"x".repeat(30)}`);
  foreign = await tokenOf(t.w.branchAdmin, `token-branch-${"x".repeat(30)}`);
});
afterEach(() => {
  delete shared.dochakRuntime;
});

async function post(door: Door, id: number | string, body: object = {}, as: string | null = token) {
  const request = new Request(`https://dochak.example/api/image-sync/runs/${id}/${door}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...(as && { authorization: `Bearer ${as}` }) },
    body: JSON.stringify(body),
  });
  const answer = await DOORS[door].POST(request, { params: Promise.resolve({ id: String(id) }) });
  return { status: answer.status, said: await answer.json() };
}

test("a clean-up at its doors: decided, approved by its hash, executed slice by slice, taken back (ST-14)", async () => {
  const { plantRun, plantCustomer, plantImage, ghost, plan, asTheyAre } = t.w.tools;
  const run = await plantRun();
  const customer = await plantCustomer();
  await plantImage(customer, "멀쩡한 사진");
  const findings = [];
  for (let i = 0; i < 3; i++) findings.push(await ghost(run, await plantImage(customer, null)));
  const old = await plan(run);
  const before = await asTheyAre();
  expect(await post("execute", run)).toMatchObject({ status: 409, said: { code: "conflict", reason: "wrong_state" } });
  const kept = await post("decide", run, { findingIds: [findings[0]], decision: "kept" });
  expect(kept).toMatchObject({ status: 200, said: { changed: 1, state: "planned", ops: { planned: 2 } } });
  const { planHash } = kept.said;
  expect(planHash).not.toBe(old);
  const stale = await post("approve", run, { planHash: old, stage: 1 });
  expect(stale).toMatchObject({ status: 409, said: { reason: "stale_plan", current: { state: "planned", planHash } } });
  expect(await post("approve", run, { planHash, stage: 2 })).toMatchObject({
    status: 409,
    said: { reason: "wrong_stage" },
  });
  expect(await post("approve", run, { planHash, stage: 4 })).toMatchObject({ status: 422 });
  expect(await asTheyAre()).toEqual(before);
  expect(await post("approve", run, { planHash, stage: 1 })).toMatchObject({
    status: 200,
    said: { state: "approved", cursor: null },
  });
  expect(await asTheyAre()).toEqual(before);
  let cursor: string | null = null;
  do {
    const { status, said } = await post("execute", run, cursor === null ? {} : { cursor });
    expect(status).toBe(200);
    cursor = said.cursor;
    if (cursor === null) expect(said).toMatchObject({ state: "done", ops: { done: 2, planned: 2 } });
  } while (cursor !== null);
  expect((await asTheyAre()).rows).toHaveLength(2);
  expect(await post("pause", run)).toMatchObject({ status: 409, said: { reason: "wrong_state" } });
  expect(await post("purge", run, { confirm: `purge ${run}` })).toMatchObject({
    status: 409,
    said: { reason: "not_yet" },
  });
  expect(await post("purge", run, { confirm: "purge" })).toMatchObject({ status: 422, said: { code: "invalid" } });
  const back = await post("undo", run);
  expect(back).toMatchObject({ status: 200, said: { state: "undone", cursor: null, ops: { undone: 2 } } });
  expect(await asTheyAre()).toEqual(before);
}, 60_000);

test("nobody passes without being asked who they are, and only the headquarters pass at all (ST-17)", async () => {
  const run = await t.w.tools.plantRun();
  const bodies: Record<Door, object> = {
    ...{ execute: {}, pause: {}, undo: {}, purge: { confirm: "purge" } },
    ...{ approve: { planHash: "0".repeat(64), stage: 1 }, decide: { findingIds: [1], decision: "kept" } },
  };
  for (const door of Object.keys(DOORS) as Door[]) {
    expect([door, (await post(door, run, bodies[door], null)).status]).toEqual([door, 401]);
    expect([door, (await post(door, run, bodies[door], foreign)).status]).toEqual([door, 403]);
    expect([door, (await post(door, 999_999, bodies[door])).status]).toEqual([door, 404]);
    expect([door, (await post(door, "x", bodies[door])).status]).toEqual([door, 404]);
    expect([door, (await post(door, run, { ...bodies[door], more: 1 })).status]).toEqual([door, 422]);
  }
}, 60_000);
