import { count, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { imageRefs } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantFranchise, plantRun, storedRun, storedSchedule } from "@/db/testing/plant-schedules";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import { deleteSchedule } from "./delete-schedule";
import { findSchedule } from "./queries";
import { restoreSchedule } from "./restore-schedule";
import { saveSchedule } from "./save-schedule";
import { ScheduleInput } from "./schema";
import { toggleSchedule } from "./toggle-schedule";

let t: TestDatabase;
let now = new Date("2026-11-20T05:00:00Z");
const rt = () => ({ db: t.db, clock: async () => now });

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(() => {
  now = new Date("2026-11-20T05:00:00Z");
  return t.clear();
});
afterAll(() => t.drop());

const input = (roomId: number, over: object = {}) =>
  ScheduleInput.parse({
    title: "내일 입고 안내",
    roomId,
    messageText: "논산 설향 딸기",
    scheduleType: "daily",
    scheduleTime: "18:00",
    validFrom: "2026-11-01T00:00",
    validUntil: "2026-12-31T23:59",
    ...over,
  });

/** The refusal of a call, and proof that it changed nothing. */
async function refusal(call: () => Promise<unknown>): Promise<AppError> {
  const snapshot = async () =>
    JSON.stringify([
      await t.db.select().from(kbSchedule),
      await t.db.select().from(imageRefs),
      await t.db.select().from(kbScheduleLogs),
      await t.db.select({ n: count() }).from(auditLog),
    ]);
  const before = await snapshot();
  const error = await call().then(
    () => new Error("it was allowed"),
    (e: unknown) => e,
  );
  expect(await snapshot()).toBe(before);
  if (!(error instanceof AppError)) throw error;
  return error;
}
const _told = (error: AppError) => ({
  code: error.code,
  issues: error.detail.issues?.map((issue) => `${issue.path.join(".")}: ${issue.message}`),
});

describe("switching, deleting, restoring", () => {
  test("off cancels what hasn't started and says by whom; on starts from now", async () => {
    const f = await plantFranchise(t.db);
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    const open = await plantRun(t.db, dto.id, "deferred");
    const going = await plantRun(t.db, dto.id, "sending", { startedAt: now });
    const waiting = await plantRun(t.db, dto.id, "deferred", { startedAt: now });
    const asked = await plantRun(t.db, dto.id, "missed");
    const off = await toggleSchedule(rt(), f.superior, { id: dto.id });
    expect(off).toMatchObject({ status: "inactive", nextSendAt: null, cancelledRuns: 1, version: 2 });
    expect(await storedRun(t.db, open)).toMatchObject({
      status: "cancelled",
      reasonCode: "schedule_off",
      decidedBy: f.superior.userId,
      nextAttemptAt: null,
    });
    const [part] = await t.db.select().from(kbScheduleLogParts).where(eq(kbScheduleLogParts.logId, open));
    expect(part?.status).toBe("skipped");
    expect((await storedRun(t.db, going)).status).toBe("sending");
    expect((await storedRun(t.db, waiting)).status).toBe("deferred");
    expect((await storedRun(t.db, asked)).status).toBe("missed");

    now = new Date("2026-11-25T10:00:00Z");
    const on = await toggleSchedule(rt(), f.actor, { id: dto.id, status: "active" });
    expect(on).toMatchObject({ status: "active", nextSendAt: "2026-11-26T09:00:00.000Z" });
    const again = await toggleSchedule(rt(), f.actor, { id: dto.id, status: "active" });
    expect(again.version).toBe(on.version);
  });

  test("one in error starts counting anew when it is switched on", async () => {
    const f = await plantFranchise(t.db);
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    await t.db
      .update(kbSchedule)
      .set({ status: "error", nextSendAt: null, consecutiveFailures: 3 })
      .where(eq(kbSchedule.id, dto.id));
    expect(await toggleSchedule(rt(), f.actor, { id: dto.id })).toMatchObject({
      status: "active",
      consecutiveFailures: 0,
    });
  });

  test("deleted is out of sight, its evidence stays, and it can come back for a day", async () => {
    const f = await plantFranchise(t.db);
    const dto = await saveSchedule(rt(), f.actor, input(f.room.id));
    const open = await plantRun(t.db, dto.id, "planned");
    const done = await plantRun(t.db, dto.id, "success");
    expect((await refusal(() => deleteSchedule(rt(), f.actor, { id: dto.id, version: 9 }))).code).toBe("conflict");
    expect(await deleteSchedule(rt(), f.actor, { id: dto.id })).toEqual({ id: dto.id, cancelledRuns: 1 });
    expect(await findSchedule(t.db, scopeOf(f.actor), dto.id)).toBeNull();
    expect(await storedRun(t.db, open)).toMatchObject({ status: "cancelled", reasonCode: "schedule_deleted" });
    expect((await storedRun(t.db, done)).status).toBe("success");
    expect((await storedSchedule(t.db, dto.id)).nextSendAt).toBeNull();
    expect((await refusal(() => toggleSchedule(rt(), f.actor, { id: dto.id }))).code).toBe("not_found");

    now = new Date("2026-11-20T10:00:00Z");
    expect(await restoreSchedule(rt(), f.actor, { id: dto.id })).toMatchObject({
      status: "active",
      nextSendAt: "2026-11-21T09:00:00.000Z",
    });
    await deleteSchedule(rt(), f.actor, { id: dto.id });
    now = new Date("2026-11-21T10:00:00Z");
    expect((await refusal(() => restoreSchedule(rt(), f.actor, { id: dto.id }))).code).toBe("not_found");
  });
});
