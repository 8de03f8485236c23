import { textLength } from "@/lib/deliveries/text";
import type { ScheduleInput } from "./schema";

type Told = Omit<ScheduleInput, "description">;

/** What the audit keeps of a schedule: all that decides when and where, of the content only its size (it may hold phone numbers). */
export const auditOf = ({ messageText, messageImages1, messageImages2, ...rest }: Told) => ({
  title: rest.title,
  roomId: rest.roomId,
  textLength: messageText === null ? 0 : textLength(messageText),
  images1: messageImages1.length,
  images2: messageImages2.length,
  sendOrder: rest.sendOrder,
  sendIntervalSeconds: rest.sendIntervalSeconds,
  mediaWaitTime1: rest.mediaWaitTime1,
  mediaWaitTime2: rest.mediaWaitTime2,
  scheduleType: rest.scheduleType,
  scheduleDate: rest.scheduleDate,
  scheduleTime: rest.scheduleTime,
  scheduleWeekdays: rest.scheduleWeekdays,
  validFrom: rest.validFrom,
  validUntil: rest.validUntil,
  status: rest.status,
  priority: rest.priority,
  catchUpMinutes: rest.catchUpMinutes,
});
