import * as z from "zod";
import { rowId } from "@/lib/orgs/query-fields";
import { scheduleFields, scheduleRules } from "./schema";

/** What an answer carries besides; sending it back changes nothing. */
const echoed = [
  "nextSendAt",
  "lastSentAt",
  "sendCount",
  "consecutiveFailures",
  "createdByType",
  "createdById",
  "createdByMbId",
  "createdByName",
  "targetBotName",
  "targetRoomId",
  "blocked",
  "closedOrg",
  "room",
  "org",
  "bot",
  "createdAt",
  "updatedAt",
] as const;

const updateObject = z.strictObject({
  ...scheduleFields,
  id: rowId,
  version: z.int({ error: "versionRequired" }),
});

/** A change of a stored schedule: `version` is the one the editor saw (rulings 7). An answer of the API is a change too. */
export const ScheduleUpdate = z.preprocess(withoutEchoes, updateObject.check(...scheduleRules));
export type ScheduleUpdate = z.output<typeof updateObject>;

function withoutEchoes(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => !echoed.some((name) => name === key)));
}
