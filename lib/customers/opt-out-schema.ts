import * as z from "zod";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { NOTE_MAX } from "./lengths";
import { phoneErrors } from "./phone-refusal";

/** `?tenantId=&q=&lifted=`: of the nearest sender where none is named. */
export const OptOutQuery = z.strictObject({
  tenantId: rowId.optional(),
  /** A whole number or its last four digits. */
  q: z.string({ error: "badValue" }).max(60, { error: "badValue" }).optional(),
  cursor: z.string({ error: "badCursor" }).max(100, { error: "badCursor" }).optional(),
  limit: pageLimit,
});
export type OptOutQuery = z.output<typeof OptOutQuery>;

const digits = z.string({ error: "phoneRequired" }).transform((text, context) => {
  const reading = normaliseKoreanNumber(text);
  if (reading.kind === "mobile") return reading.number;
  context.addIssue({ code: "custom", message: phoneErrors[reading.reason] });
  return z.NEVER;
});

export const OptOutInput = z.strictObject({
  phone: digits,
  note: z
    .string({ error: "notText" })
    .transform((text) => text.normalize("NFC").replace(/\s+/g, " ").trim() || null)
    .refine((text) => text === null || [...text].length <= NOTE_MAX, { error: "memoTooLong" })
    .nullish(),
  tenantId: z.int({ error: "badValue" }).positive({ error: "badValue" }).optional(),
});
export type OptOutInput = z.output<typeof OptOutInput>;
export const OneOptOut = z.strictObject({ id: rowId });
export const OptOutImport = z.strictObject({
  tenantId: rowId.optional(),
  execute: z
    .enum(["0", "1", "true", "false"], { error: "badValue" })
    .transform((word) => word === "1" || word === "true")
    .default(false),
});
export const OptOutSync = z.strictObject({
  tenantId: z.int({ error: "badValue" }).positive({ error: "badValue" }).optional(),
});
