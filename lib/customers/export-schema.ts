import * as z from "zod";
import { CustomerFilter } from "./filter-schema";

export const CustomerExport = z.strictObject({
  ...CustomerFilter.shape,
  format: z.enum(["csv", "xlsx"], { error: "badValue" }).default("csv"),
});
export type CustomerExport = z.output<typeof CustomerExport>;
