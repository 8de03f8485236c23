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
import { moment } from "@/lib/deliveries/schema";
import { cleanLine } from "@/lib/deliveries/text";
import { rowId as id, pageLimit } from "@/lib/orgs/query-fields";

const oneOf = <S extends string>(known: readonly S[]) =>
  z.string({ error: "badValue" }).transform((text, context): S[] => {
    const given = text.split(",").filter(Boolean);
    const found = known.filter((word) => given.includes(word));
    if (found.length === new Set(given).size) return found;
    context.addIssue({ code: "custom", message: "badValue" });
    return z.NEVER;
  });

const filters = {
  /** With everything below it. */
  orgId: id.optional(),
  from: moment("start").optional(),
  to: moment("end").optional(),
  mode: oneOf<MessageMode>(messageModes).optional(),
  status: oneOf<MessageStatus>(messageStatuses).optional(),
};

/** `?orgId=&from=&to=&mode=sms,lms&status=sent,partial` */
export const CoverageFilter = z.strictObject(filters);
export type CoverageFilter = z.output<typeof CoverageFilter>;

export const gapFilters = ["missing", "partial", "unrecoverable", "stuck"] as const;
export type GapFilterKind = Exclude<GapKind, "none"> | "stuck";

/** `?kind=missing,partial,unrecoverable,stuck&origin=&q=&orgId=&from=&to=&mode=&status=&cursor=&limit=`; `q` is part of a text or a whole number. */
export const GapFilter = z.strictObject({
  ...filters,
  kind: oneOf<GapFilterKind>(gapFilters).optional(),
  origin: z.enum(messageOrigins, { error: "badValue" }).optional(),
  q: z
    .string({ error: "badValue" })
    .max(100, { error: "badValue" })
    .transform((text) => cleanLine(text) || undefined)
    .optional(),
  cursor: z
    .string({ error: "badCursor" })
    .transform((text, context) => {
      const found = decodeLogCursor(text);
      if (found) return found;
      context.addIssue({ code: "custom", message: "badCursor" });
      return z.NEVER;
    })
    .optional(),
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
