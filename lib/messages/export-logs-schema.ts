import * as z from "zod";
import { LogFilter } from "@/lib/deliveries/schema";
import { MessageFilter } from "./list-schema";

const format = z.enum(["csv", "xlsx"], { error: "badValue" }).default("csv");

/** The ledger's own filter, and what kind of file. */
export const LogExport = z.strictObject({ ...LogFilter.shape, format });
export type LogExport = z.output<typeof LogExport>;
export const MessageExport = z.strictObject({ ...MessageFilter.shape, format });
export type MessageExport = z.output<typeof MessageExport>;
