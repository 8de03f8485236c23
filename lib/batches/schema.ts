import * as z from "zod";
import { rowId } from "@/lib/orgs/query-fields";

/** What a person may say of a batch that waits for them; which of them it may be depends on why it waits. */
export const batchDecisions = ["again", "not_sent", "give_up", "sent"] as const;
export type BatchDecision = (typeof batchDecisions)[number];

/** `{ batchId, decision }` about the message in the path. */
export const DecideInput = z.strictObject({
  id: rowId,
  batchId: z.int({ error: "badValue" }).positive({ error: "badValue" }),
  decision: z.enum(batchDecisions, { error: "badValue" }),
});
export type DecideInput = z.output<typeof DecideInput>;
