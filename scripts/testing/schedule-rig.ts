import { expect } from "vitest";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { kbScheduleLogs } from "@/db/schema/deliveries";
import { imageRefs } from "@/db/schema/images";
import { kbSchedule } from "@/db/schema/schedules";
import { plantFranchise } from "@/db/testing/plant-schedules";
import { ScheduleInput } from "@/lib/schedules/schema";
import { testRig } from "./test-rig";

const rowsOf = async (db: Db) => [
  await db.select().from(kbSchedule),
  await db.select().from(imageRefs),
  await db.select().from(kbScheduleLogs),
  await db.$count(auditLog),
];

/** For tests about schedules: a small franchise, and a daily schedule to vary. */
export function scheduleRig() {
  const t = testRig(plantFranchise, rowsOf);
  return {
    t,
    input: (roomId: number, over: object = {}) =>
      ScheduleInput.parse({
        title: "내일 입고 안내",
        roomId,
        messageText: "논산 설향 딸기",
        scheduleType: "daily",
        scheduleTime: "18:00",
        validFrom: "2026-11-01T00:00",
        validUntil: "2026-12-31T23:59",
        ...over,
      }),
    refusal: t.refusal,
    /** What the refusal of a bad input says at which fields. */
    issues: async (work: () => Promise<unknown>) => {
      const { code, detail } = await t.refusal(work);
      expect(code).toBe("invalid");
      return detail.issues?.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    },
  };
}
