import * as z from "zod";
import { rowId } from "@/lib/orgs/query-fields";
import { type ChosenColumns, type ImportField, importFields } from "./import-columns";

const yesNo = z
  .enum(["0", "1", "true", "false"], { error: "badValue" })
  .transform((word) => word === "1" || word === "true");

/** `phone,name,,memo`: what each column holds, from the left. */
const chosen = z
  .string({ error: "badValue" })
  .max(4_000, { error: "badValue" })
  .transform((text, context): ChosenColumns => {
    const fields = text.split(",").map((word) => (word === "" ? null : importFields.find((field) => field === word)));
    if (fields.every((field): field is ImportField | null => field !== undefined)) return fields;
    context.addIssue({ code: "custom", message: "badValue" });
    return z.NEVER;
  });

/**
 * `?orgId=&execute=1&columns=&head=0`: without `execute` it only says what would happen, without `columns` the titles say
 * what they hold, with `head=0` the first line is a person like the others.
 */
export const ImportQuery = z.strictObject({
  orgId: rowId.optional(),
  execute: yesNo.default(false),
  columns: chosen.optional(),
  head: yesNo.default(true),
});

export const ColumnsQuery = z.strictObject({});
