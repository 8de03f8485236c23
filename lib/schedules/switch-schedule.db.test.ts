import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { kbScheduleLogParts } from "@/db/schema/deliveries";
import { kbSchedule } from "@/db/schema/schedules";
import { plantRun, storedRun, storedSchedule } from "@/db/testing/plant-schedules";
import { scopeOf } from "@/lib/access/scope";
import { scheduleRig } from "@/scripts/testing/schedule-rig";
import { deleteSchedule } from "./delete-schedule";
import { findSchedule } from "./queries";
import { restoreSchedule } from "./restore-schedule";
import { saveSchedule } from "./save-schedule";
import { toggleSchedule } from "./toggle-schedule";

const { t, input, refusal } = scheduleRig();

describe("switching, deleting, restoring", () => {
  test("off cancels what hasn't started and says by whom; on starts from now", async () => {
    const f = t.w;
    const dto = await saveSchedule(t.rt, f.actor, input(f.room.id));
    const open = await plantRun(t.db, dto.id, "deferred");
    const going = await plantRun(t.db, dto.id, "sending", { startedAt: t.now });
    const waiting = await plantRun(t.db, dto.id, "deferred", { startedAt: t.now });
    const asked = await plantRun(t.db, dto.id, "missed");
    const off = await toggleSchedule(t.rt, f.superior, { id: dto.id });
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

    t.now = new Date("2026-11-25T10:00:00Z");
    const on = await toggleSchedule(t.rt, f.actor, { id: dto.id, status: "active" });
    expect(on).toMatchObject({ status: "active", nextSendAt: "2026-11-26T09:00:00.000Z" });
    const again = await toggleSchedule(t.rt, f.actor, { id: dto.id, status: "active" });
    expect(again.version).toBe(on.version);
  });

  test("one in error starts counting anew when it is switched on", async () => {
    const f = t.w;
    const dto = await saveSchedule(t.rt, f.actor, input(f.room.id));
    await t.db
      .update(kbSchedule)
      .set({ status: "error", nextSendAt: null, consecutiveFailures: 3 })
      .where(eq(kbSchedule.id, dto.id));
    expect(await toggleSchedule(t.rt, f.actor, { id: dto.id })).toMatchObject({
      status: "active",
      consecutiveFailures: 0,
    });
  });

  test("deleted is out of sight, its evidence stays, and it can come back for a day", async () => {
    const f = t.w;
    const dto = await saveSchedule(t.rt, f.actor, input(f.room.id));
    const open = await plantRun(t.db, dto.id, "planned");
    const done = await plantRun(t.db, dto.id, "success");
    expect((await refusal(() => deleteSchedule(t.rt, f.actor, { id: dto.id, version: 9 }))).code).toBe("conflict");
    expect(await deleteSchedule(t.rt, f.actor, { id: dto.id })).toEqual({ id: dto.id, cancelledRuns: 1 });
    expect(await findSchedule(t.db, scopeOf(f.actor), dto.id)).toBeNull();
    expect(await storedRun(t.db, open)).toMatchObject({ status: "cancelled", reasonCode: "schedule_deleted" });
    expect((await storedRun(t.db, done)).status).toBe("success");
    expect((await storedSchedule(t.db, dto.id)).nextSendAt).toBeNull();
    expect((await refusal(() => toggleSchedule(t.rt, f.actor, { id: dto.id }))).code).toBe("not_found");

    t.now = new Date("2026-11-20T10:00:00Z");
    expect(await restoreSchedule(t.rt, f.actor, { id: dto.id })).toMatchObject({
      status: "active",
      nextSendAt: "2026-11-21T09:00:00.000Z",
    });
    await deleteSchedule(t.rt, f.actor, { id: dto.id });
    t.now = new Date("2026-11-21T10:00:00Z");
    expect((await refusal(() => restoreSchedule(t.rt, f.actor, { id: dto.id }))).code).toBe("not_found");
  });
});
