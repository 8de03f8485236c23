import type * as z from "zod/mini";
import type { ScheduleInput } from "@/lib/schedules/schema";
import { DAY_MS, kstDate, kstTime } from "@/lib/time/kst";

/** What the form's fields hold: the schema's input, before it is cleaned. */
export type FormValues = z.input<typeof ScheduleInput>;
/** What the schema makes of it: what is sent to the API. */
export type CleanValues = z.output<typeof ScheduleInput>;

/** A new schedule as the form opens it: once, at the next round ten minutes, valid for three months. */
export function emptyValues(now: Date, roomId: number | null): FormValues {
  const at = new Date(Math.ceil((now.getTime() + 5 * 60_000) / 600_000) * 600_000);
  return {
    title: "",
    description: null,
    // An empty choice fails the schema at its field; 0 is never an id.
    roomId: roomId ?? 0,
    messageText: "",
    messageImages1: [],
    messageImages2: [],
    sendOrder: "text_first",
    sendIntervalSeconds: 1,
    mediaWaitTime1: 0,
    mediaWaitTime2: 0,
    scheduleType: "once",
    scheduleDate: kstDate(at),
    scheduleTime: kstTime(at),
    scheduleWeekdays: [],
    validFrom: `${kstDate(now)}T00:00`,
    validUntil: `${kstDate(new Date(now.getTime() + 90 * DAY_MS))}T23:59`,
    status: "active",
    priority: 5,
    catchUpMinutes: 5,
  };
}
