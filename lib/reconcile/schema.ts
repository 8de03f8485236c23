import * as z from "zod";
import { differenceKinds, differenceStates } from "@/db/enums";
import { moment } from "@/lib/deliveries/schema";
import { rowId as id, pageLimit } from "@/lib/orgs/query-fields";

/** One message, or the account's messages of a period. */
export const ReconcileInput = z.union(
  [
    z.strictObject({ messageId: z.int({ error: "badValue" }).positive({ error: "badValue" }) }),
    z.strictObject({ from: moment("start"), to: moment("end"), cursor: z.string().max(300).nullish() }),
  ],
  { error: "badValue" },
);
export type ReconcileInput = z.output<typeof ReconcileInput>;

/** `?state=open&kind=&orgId=&cursor=&limit=` */
export const DifferenceFilter = z.strictObject({
  state: z.enum(differenceStates, { error: "badValue" }).default("open"),
  kind: z.enum(differenceKinds, { error: "badValue" }).optional(),
  orgId: id.optional(),
  cursor: id.optional(),
  limit: pageLimit,
});
export type DifferenceFilter = z.output<typeof DifferenceFilter>;

/** `theirs`: ours becomes what the provider says; `ours`: it stays. */
export const DecideDifference = z.strictObject({ id, decision: z.enum(["theirs", "ours"], { error: "badValue" }) });
export type DecideDifference = z.output<typeof DecideDifference>;
