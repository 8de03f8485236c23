import * as z from "zod";
import { rowId } from "@/lib/orgs/query-fields";

/** What a person may say of a batch the provider gave up. */
export const batchDecisions = ["not_sent", "give_up", "sent"] as const;
export type BatchDecision = (typeof batchDecisions)[number];

/** `{ batchId, decision }` about the message in the path. */
export const DecideInput = z.strictObject({
  id: rowId,
  batchId: z.int({ error: "badValue" }).positive({ error: "badValue" }),
  decision: z.enum(batchDecisions, { error: "badValue" }),
});
export type DecideInput = z.output<typeof DecideInput>;
