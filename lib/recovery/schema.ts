import * as z from "zod";
import { messageModes, messageStatuses } from "@/db/enums";
import { moment } from "@/lib/deliveries/schema";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";

const MOST_IDS = 1_000;
const bodyId = z.int({ error: "badValue" }).positive({ error: "badValue" });

/** What is to be recovered: everything, some messages, those to one number, or those a filter of the gaps shows. */
export const RecoveryScopeInput = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("all") }),
    z.strictObject({
      kind: z.literal("messages"),
      ids: z
        .array(bodyId, { error: "badValue" })
        .min(1, { error: "recoveryScope" })
        .max(MOST_IDS, { error: "badValue" }),
    }),
    z.strictObject({ kind: z.literal("phone"), phone: z.string({ error: "badValue" }).max(40, { error: "badValue" }) }),
    z.strictObject({
      kind: z.literal("filter"),
      orgId: bodyId.optional(),
      from: moment("start").optional(),
      to: moment("end").optional(),
      status: z.enum(messageStatuses, { error: "badValue" }).optional(),
      mode: z.enum(messageModes, { error: "badValue" }).optional(),
    }),
  ],
  { error: "recoveryScope" },
);
export type RecoveryScopeInput = z.output<typeof RecoveryScopeInput>;

/** Without a hash the plan; with it its application, one bounded batch a call (product.md). */
export const RecoveryInput = z.strictObject({
  scope: RecoveryScopeInput,
  planHash: z
    .string({ error: "badValue" })
    .regex(/^[0-9a-f]{64}$/, { error: "badValue" })
    .optional(),
  /** Where the call before this one ended; a paused run goes on only without it. */
  cursor: z.string({ error: "badValue" }).max(100, { error: "badValue" }).nullish(),
});
export type RecoveryInput = z.output<typeof RecoveryInput>;

export const RunId = z.strictObject({ id: rowId });
/** `?cursor=&limit=` */
export const RunFilter = z.strictObject({ cursor: rowId.optional(), limit: pageLimit });
export type RunFilter = z.output<typeof RunFilter>;
export const RunMessagesFilter = z.strictObject({ id: rowId, cursor: rowId.optional(), limit: pageLimit });
export type RunMessagesFilter = z.output<typeof RunMessagesFilter>;
