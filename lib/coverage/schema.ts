import * as z from "zod";
import {
  type GapKind,
  type MessageMode,
  type MessageStatus,
  messageModes,
  messageOrigins,
  messageStatuses,
} from "@/db/enums";
import { decodeLogCursor } from "@/lib/deliveries/log-cursor";
import { moment, searchText } from "@/lib/deliveries/schema";
import { cursorBy, rowId as id, pageLimit, someOf } from "@/lib/orgs/query-fields";

const filters = {
  /** With everything below it. */
  orgId: id.optional(),
  from: moment("start").optional(),
  to: moment("end").optional(),
  mode: someOf<MessageMode>(messageModes).optional(),
  status: someOf<MessageStatus>(messageStatuses).optional(),
};

/** `?orgId=&from=&to=&mode=sms,lms&status=sent,partial` */
export const CoverageFilter = z.strictObject(filters);
export type CoverageFilter = z.output<typeof CoverageFilter>;

export const gapFilters = ["missing", "partial", "unrecoverable", "stuck"] as const;
export type GapFilterKind = Exclude<GapKind, "none"> | "stuck";

/** `?kind=missing,partial,unrecoverable,stuck&origin=&q=&orgId=&from=&to=&mode=&status=&cursor=&limit=`; `q` is part of a text or a whole number. */
export const GapFilter = z.strictObject({
  ...filters,
  kind: someOf<GapFilterKind>(gapFilters).optional(),
  origin: z.enum(messageOrigins, { error: "badValue" }).optional(),
  q: searchText,
  cursor: cursorBy(decodeLogCursor),
  limit: pageLimit,
});
export type GapFilter = z.output<typeof GapFilter>;

/** `?orgId=&days=30` */
export const TrendFilter = z.strictObject({
  orgId: id.optional(),
  days: z
    .string({ error: "badValue" })
    .regex(/^[1-9]\d{0,2}$/, { error: "badValue" })
    .transform(Number)
    .refine((days) => days <= 400, { error: "badValue" })
    .default(30),
});
export type TrendFilter = z.output<typeof TrendFilter>;
