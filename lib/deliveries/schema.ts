import * as z from "zod";
import { type LogStatus, logKinds, logStatuses } from "@/db/enums";
import { cursorBy, rowId as id, pageLimit } from "@/lib/orgs/query-fields";
import { DAY_MS, instantOf, parseDate, parseKstDateTime } from "@/lib/time/kst";
import { decodeLogCursor } from "./log-cursor";
import { logLooks } from "./look";
import { cleanLine } from "./text";

export const LogId = z.strictObject({ id });

/** A Korean calendar day, a Korean wall time, or an ISO instant with its zone. */
function instantFrom(text: string, edge: "start" | "end"): Date | null {
  const day = parseDate(text);
  if (day !== null) return edge === "start" ? instantOf(day) : new Date(instantOf(day).getTime() + DAY_MS - 1);
  const wall = parseKstDateTime(text);
  if (wall) return wall;
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))
    ? new Date(text)
    : null;
}

export const moment = (edge: "start" | "end") =>
  z.string({ error: "badValue" }).transform((text, context) => {
    const at = instantFrom(text, edge);
    if (at) return at;
    context.addIssue({ code: "custom", message: "badDateTime" });
    return z.NEVER;
  });

const statuses = z.string({ error: "badValue" }).transform((text, context): LogStatus[] => {
  const given = text.split(",").filter(Boolean);
  const known = logStatuses.filter((status) => given.includes(status));
  if (known.length === new Set(given).size) return known;
  context.addIssue({ code: "custom", message: "badValue" });
  return z.NEVER;
});

/** Words somebody looks for, in one line; undefined where nothing visible was typed. */
export const searchText = z
  .string({ error: "badValue" })
  .max(100, { error: "badValue" })
  .transform((text) => cleanLine(text) || undefined)
  .optional();

const filters = {
  status: statuses.optional(),
  look: z.enum(logLooks, { error: "badValue" }).optional(),
  kind: z.enum(logKinds, { error: "badValue" }).optional(),
  from: moment("start").optional(),
  to: moment("end").optional(),
  cursor: cursorBy(decodeLogCursor),
  limit: pageLimit,
};

/** What a page of the ledger is asked for: `?status=failed,unknown&look=&kind=&orgId=3,7&roomId=&from=&to=&search=&cursor=&limit=`. */
export const LogFilter = z.strictObject({
  ...filters,
  /** Organisations with everything below them. */
  orgId: z
    .string({ error: "badValue" })
    .regex(/^[1-9]\d{0,14}(,[1-9]\d{0,14}){0,99}$/, { error: "badValue" })
    .transform((text) => [...new Set(text.split(",").map(Number))])
    .optional(),
  roomId: id.optional(),
  search: searchText,
});
export type LogFilter = z.output<typeof LogFilter>;

/** The same for the occurrences of one schedule. */
export const ScheduleLogFilter = z.strictObject({ ...filters, id });
export type ScheduleLogFilter = z.output<typeof ScheduleLogFilter>;

export const logDecisions = ["delivered", "not_delivered", "resend", "give_up"] as const;
export type LogDecision = (typeof logDecisions)[number];

/** A person's answer about an unknown or missed occurrence (rulings 8). */
export const DecideInput = z.strictObject({ id, decision: z.enum(logDecisions, { error: "badValue" }) });
export type DecideInput = z.output<typeof DecideInput>;

/** A send outside the schedule's times; `roomId` is the id of a room row. */
export const SendInput = z.strictObject({
  id,
  kind: z.enum(["manual", "test"], { error: "badValue" }),
  roomId: z.int({ error: "badValue" }).positive({ error: "badValue" }).optional(),
});
export type SendInput = z.output<typeof SendInput>;
