import * as z from "zod";
import { historyKinds } from "@/db/enums";

/** `?execute=1&tenant=&source=&kind=`: without `execute` it only says what would happen. */
export const HistoryQuery = z.strictObject({
  execute: z
    .enum(["0", "1", "true", "false"], { error: "badValue" })
    .transform((word) => word === "1" || word === "true")
    .default(false),
  tenant: z
    .string({ error: "badValue" })
    .regex(/^[\w.-]{1,40}$/, { error: "badValue" })
    .optional(),
  /** What the old ids are unique in; a second old system gets another name. */
  source: z
    .string({ error: "badValue" })
    .regex(/^[\w.-]{1,60}$/, { error: "badValue" })
    .default("legacy"),
  /** Which of the two tables the file is, where its titles fit both. */
  kind: z.enum(historyKinds, { error: "badValue" }).optional(),
});
export type HistoryQuery = z.output<typeof HistoryQuery>;
