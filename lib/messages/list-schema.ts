import * as z from "zod";
import { type MessageLogStatus, type MessageStatus, messageLogStatuses, messageStatuses } from "@/db/enums";
import { decodeLogCursor } from "@/lib/deliveries/log-cursor";
import { moment, searchText } from "@/lib/deliveries/schema";
import { cursorBy, rowId as id, pageLimit, someOf } from "@/lib/orgs/query-fields";

export const MessageId = z.strictObject({ id });

/** `?status=&q=&orgId=&from=&to=&test=&cursor=&limit=`; `q` is part of the text or a whole number. */
export const MessageFilter = z.strictObject({
  status: someOf<MessageStatus>(messageStatuses).optional(),
  q: searchText,
  /** With everything below it. */
  orgId: id.optional(),
  from: moment("start").optional(),
  to: moment("end").optional(),
  test: z
    .enum(["true", "false"], { error: "badValue" })
    .transform((word) => word === "true")
    .optional(),
  cursor: cursorBy(decodeLogCursor),
  limit: pageLimit,
});
export type MessageFilter = z.output<typeof MessageFilter>;

/** `?status=&q=&cursor=&limit=`; `q` is part of a name, the last four digits or a whole number. */
export const RecipientFilter = z.strictObject({
  id,
  status: someOf<MessageLogStatus>(messageLogStatuses).optional(),
  q: searchText,
  cursor: id.optional(),
  limit: pageLimit,
});
export type RecipientFilter = z.output<typeof RecipientFilter>;

/** `?tenantId=&status=&cursor=&limit=`; `status` of the recipients' rows. */
export const NotificationFilter = z.strictObject({
  tenantId: id.optional(),
  status: someOf<MessageLogStatus>(messageLogStatuses).optional(),
  cursor: cursorBy(decodeLogCursor),
  limit: pageLimit,
});
export type NotificationFilter = z.output<typeof NotificationFilter>;

/** Which failed recipients are to get it again: these, or all of them. */
export const ResendInput = z.strictObject({
  id,
  recipientIds: z
    .array(z.int({ error: "badValue" }).positive({ error: "badValue" }), { error: "badValue" })
    .min(1, { error: "badValue" })
    .max(10_000, { error: "badValue" })
    .optional(),
  status: z.enum(["failed"], { error: "badValue" }).optional(),
});
export type ResendInput = z.output<typeof ResendInput>;

export const ExportQuery = z.strictObject({
  id,
  format: z.enum(["csv", "xlsx"], { error: "badValue" }).default("csv"),
  status: someOf<MessageLogStatus>(messageLogStatuses).optional(),
});
export type ExportQuery = z.output<typeof ExportQuery>;
