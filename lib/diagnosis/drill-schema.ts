import * as z from "zod";
import { rowId as id } from "@/lib/orgs/query-fields";
import { drillIds } from "./drill-faults";

export const DrillInput = z.strictObject({ fault: z.enum(drillIds, { error: "badValue" }) });
export const DrillEnd = z.strictObject({ id });
