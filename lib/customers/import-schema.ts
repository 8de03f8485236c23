import * as z from "zod";
import { rowId } from "@/lib/orgs/query-fields";

/** `?orgId=&execute=1`: without `execute` it only says what would happen. */
export const ImportQuery = z.strictObject({
  orgId: rowId.optional(),
  execute: z
    .enum(["0", "1", "true", "false"], { error: "badValue" })
    .transform((word) => word === "1" || word === "true")
    .default(false),
});
