import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { GET as tickByGet, POST as tickByPost } from "@/app/api/cron/tick/route";
import { POST as decide } from "@/app/api/logs/[id]/decide/route";
import { GET as readLog } from "@/app/api/logs/[id]/route";
import { GET as readLogs } from "@/app/api/logs/send/route";
import { GET as readTally } from "@/app/api/logs/tally/route";
import { GET as readScheduleLogs } from "@/app/api/schedules/[id]/logs/route";
import { POST as send } from "@/app/api/schedules/[id]/send/route";
import { databaseNow } from "@/db/client";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { kbBots } from "@/db/schema/rooms";
import { apiTokens } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import { newSecret, secretHash } from "@/lib/access/token-hash";
import { engineRuntime, plantSchedule } from "@/scripts/testing/engine-rig";
import { type FakePhone, startFakePhone } from "@/scripts/testing/fake-phone";

let database: TestDatabase;
let phone: FakePhone;
let branch: PlantedOrg;
let tokens: { branch: string; other: string; hq: string };
let scheduleId: number;
let roomId: string;

beforeAll(async () => {
  database = await openTestDatabase();
  phone = await startFakePhone();
  vi.stubGlobal("dochakRuntime", engineRuntime(database.db).rt);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await phone?.close();
  await database?.drop();
});

async function tokenOf(userId: number): Promise<string> {
  const token = newSecret();
  const createdAt = await databaseNow(database.db);
  await database.db.insert(apiTokens).values({ tokenHash: secretHash(token), userId, name: "자동화", createdAt });
  return token;
}

beforeEach(async () => {
  const { db } = database;
  await database.clear();
  phone.clear();
  const hq = await plantOrg(db, "hq", null);
  branch = await plantOrg(db, "branch", hq);
  const other = await plantOrg(db, "branch", hq);
  const user = await plantUser(db, branch);
  tokens = {
    branch: await tokenOf(user.userId),
    other: await tokenOf((await plantUser(db, other)).userId),
    hq: await tokenOf((await plantUser(db, hq)).userId),
  };
  const bot = await plantBot(db, phone.url);
  await db.update(kbBots).set({ minGapMs: 0 });
  const room = await plantRoom(db, branch, bot);
  roomId = room.roomId;
  scheduleId = await plantSchedule(db, branch, user, room);
});

type Door = (request: Request, context: { params: Promise<Record<string, string | string[]>> }) => Promise<Response>;
async function ask(
  door: Door,
  token: string | null,
  { query = "", params = {}, body }: { query?: string; params?: Record<string, string>; body?: unknown } = {},
) {
  const request = new Request(`http://127.0.0.1:1/api${query}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { ...(token && { authorization: `Bearer ${token}` }), "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const response = await door(request, { params: Promise.resolve(params) });
  return { status: response.status, body: await response.json() };
}
const tick = (door: typeof tickByGet, authorization?: string, executionId?: string) =>
  door(
    new Request("http://127.0.0.1:1/api/cron/tick", {
      method: "POST",
      headers: { ...(authorization && { authorization }), ...(executionId && { "x-execution-id": executionId }) },
    }),
  );

describe("the clock's door", () => {
  test("opens for the secret alone, by GET and POST, and answers what it did", async () => {
    for (const bad of [undefined, "Bearer wrong", `Basic ${"c".repeat(40)}`, `Bearer ${tokens.hq}`])
      expect((await tick(tickByPost, bad)).status).toBe(401);
    expect(phone.received).toHaveLength(0);
    const first = await tick(tickByGet, `Bearer ${"c".repeat(40)}`, "run-1");
    expect(first.status).toBe(200);
    const answer = await first.json();
    expect(Object.keys(answer).sort()).toEqual([
      "batches",
      "deferred",
      "delivered",
      "durationMs",
      "failed",
      "planned",
      "tickId",
      "unknown",
    ]);
    expect(answer).toMatchObject({ planned: 1, delivered: 1, deferred: 0, failed: 0, unknown: 0, batches: 0 });
    expect(await (await tick(tickByPost, `Bearer ${"c".repeat(40)}`, "run-1")).json()).toEqual(answer);
    expect(phone.in(roomId)).toHaveLength(1);
  });
});

describe("the ledger's doors", () => {
  test("tell a run as the contract says, to whom it concerns and nobody beside them", async () => {
    await tick(tickByPost, `Bearer ${"c".repeat(40)}`);
    const mine = await ask(readLogs, tokens.branch);
    expect(mine).toMatchObject({
      status: 200,
      body: { nextCursor: null, items: [{ scheduleId, kind: "schedule", status: "success" }] },
    });
    const [log] = mine.body.items;
    expect(log).toMatchObject({
      attempt: 1,
      reasonCode: null,
      startedAt: expect.stringMatching(/Z$/),
      completedAt: expect.stringMatching(/Z$/),
      durationMs: expect.any(Number),
    });
    expect(log.parts).toMatchObject([
      {
        seq: 0,
        kind: "text",
        chunk: 0,
        status: "sent",
        errorCode: null,
        startedAt: expect.any(String),
        finishedAt: expect.any(String),
      },
    ]);
    expect((await ask(readLogs, tokens.hq)).body.items).toHaveLength(1);
    expect((await ask(readLogs, tokens.other)).body.items).toHaveLength(0);
    expect((await ask(readTally, tokens.branch)).body).toEqual({
      counts: [{ status: "success", certainty: "delivered", count: 1 }],
      isCut: false,
    });
    expect((await ask(readScheduleLogs, tokens.hq, { params: { id: String(scheduleId) } })).body.items).toHaveLength(1);
    const one = await ask(readLog, tokens.branch, { params: { id: String(log.id) } });
    expect(one.body).toMatchObject({
      id: log.id,
      parts: [{ text: "오늘 저녁 귤이 싸요" }],
      room: { roomId },
      org: { id: branch.id },
    });
  });

  test("answer a foreign, an absent and an impossible id alike, and change nothing", async () => {
    await tick(tickByPost, `Bearer ${"c".repeat(40)}`);
    const id = String((await ask(readLogs, tokens.branch)).body.items[0].id);
    const before = await database.db.select().from(kbScheduleLogs);
    const answers = [];
    for (const [token, asked] of [
      [tokens.other, id],
      [tokens.branch, "999999"],
      [tokens.branch, "x"],
      [tokens.branch, "99999999999999999999"],
    ] as const) {
      const params = { id: asked };
      answers.push(await ask(readLog, token, { params }));
      answers.push(await ask(decide, token, { params, body: { decision: "resend" } }));
    }
    for (const asked of [String(scheduleId), "999999", "x"]) {
      const params = { id: asked };
      const token = asked === String(scheduleId) ? tokens.other : tokens.branch;
      answers.push(await ask(readScheduleLogs, token, { params }));
      answers.push(await ask(send, token, { params, body: { kind: "manual" } }));
    }
    for (const answer of answers) expect(answer).toEqual({ status: 404, body: answers[0]!.body });
    expect(answers[0]!.body).toMatchObject({ code: "not_found" });
    expect(await database.db.select().from(kbScheduleLogs)).toEqual(before);
  });

  test("say what is wrong with a question, and that a state allows no such answer", async () => {
    await tick(tickByPost, `Bearer ${"c".repeat(40)}`);
    const { id } = (await ask(readLogs, tokens.branch)).body.items[0];
    expect(
      await ask(decide, tokens.branch, { params: { id: String(id) }, body: { decision: "resend" } }),
    ).toMatchObject({ status: 409, body: { code: "conflict", current: { id, status: "success" } } });
    for (const query of ["?status=x", "?cursor=%27", "?limit=0", "?from=2026-02-30", "?unknown=1"])
      expect(await ask(readLogs, tokens.branch, { query })).toMatchObject({ status: 422, body: { code: "invalid" } });
    const params = { id: String(scheduleId) };
    expect(await ask(send, tokens.branch, { params, body: { kind: "schedule" } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: ["kind"] }] },
    });
    expect(await ask(send, tokens.branch, { params, body: { kind: "test" } })).toMatchObject({
      status: 422,
      body: { issues: [{ path: ["roomId"] }] },
    });
    expect((await ask(readLogs, null)).status).toBe(401);
    const made = await ask(send, tokens.hq, { params, body: { kind: "manual" } });
    expect(made).toMatchObject({ status: 201, body: { kind: "manual", status: "planned", scheduleId } });
  });
});
