import * as z from "zod";
import { findingCertainties, findingDecisions, imageVerdicts } from "@/db/enums";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";

const MOST_CODES = 500;
const planHash = z.string({ error: "badValue" }).regex(/^[0-9a-f]{64}$/, { error: "badValue" });
const code = z.string({ error: "badValue" }).min(1, { error: "badValue" }).max(60, { error: "badValue" });

/** `POST /api/image-sync/runs`: whom to look at; nobody named = all. */
export const ScanInput = z.strictObject({
  scope: z
    .strictObject({
      customerCodes: z
        .array(code, { error: "badValue" })
        .min(1, { error: "badValue" })
        .max(MOST_CODES, { error: "badValue" })
        .nullish(),
    })
    .default({}),
  batchSize: z.union([z.literal(5), z.literal(10)], { error: "badValue" }).default(10),
});
export type ScanInput = z.output<typeof ScanInput>;

export const SyncRunId = z.strictObject({ id: rowId });

export const FindingId = z.strictObject({ id: rowId, findingId: rowId });

/** `?format=json|csv` */
export const ReportInput = z.strictObject({
  id: rowId,
  format: z.enum(["json", "csv"], { error: "badValue" }).default("json"),
});
export type ReportInput = z.output<typeof ReportInput>;

/** A call that goes on with a run; where the one before it ended may be named and is not needed. */
export const SyncStep = z.strictObject({
  id: rowId,
  cursor: z.string({ error: "badValue" }).max(200, { error: "badValue" }).nullish(),
});
export type SyncStep = z.output<typeof SyncStep>;

export const ApproveInput = z.strictObject({
  id: rowId,
  planHash,
  stage: z.int({ error: "badValue" }).min(1, { error: "badValue" }).max(3, { error: "badValue" }),
});
export type ApproveInput = z.output<typeof ApproveInput>;

export const SyncRunFilter = z.strictObject({ cursor: rowId.optional(), limit: pageLimit });
export type SyncRunFilter = z.output<typeof SyncRunFilter>;

/** `?verdict=&certainty=&decision=&customer=&cursor=&limit=` */
export const FindingFilter = z.strictObject({
  id: rowId,
  verdict: z.enum(imageVerdicts, { error: "badValue" }).optional(),
  certainty: z.enum(findingCertainties, { error: "badValue" }).optional(),
  decision: z.enum(findingDecisions, { error: "badValue" }).optional(),
  customer: code.optional(),
  cursor: rowId.optional(),
  limit: pageLimit,
});
export type FindingFilter = z.output<typeof FindingFilter>;

/** `?image=&thumb=1`: one side of a finding; without `image` whatever of it is there. */
export const PictureAddress = z.strictObject({
  id: rowId,
  findingId: rowId,
  image: rowId.optional(),
  thumb: z
    .literal("1", { error: "badValue" })
    .optional()
    .transform((value) => value === "1"),
});
export type PictureAddress = z.output<typeof PictureAddress>;

/** A person's word on one finding, several, or all open ones of a verdict. `keepImageId`: which of two rows stays. */
export const DecideInput = z.strictObject({
  id: rowId,
  findingIds: z
    .array(z.int({ error: "badValue" }).positive({ error: "badValue" }), { error: "badValue" })
    .min(1, { error: "badValue" })
    .max(1_000, { error: "badValue" })
    .optional(),
  verdict: z.enum(imageVerdicts, { error: "badValue" }).optional(),
  decision: z.enum(findingDecisions, { error: "badValue" }),
  keepImageId: z.int({ error: "badValue" }).positive({ error: "badValue" }).optional(),
});
export type DecideInput = z.output<typeof DecideInput>;

/** Destroys what a run set aside, after its 30 days: the words that must be typed are the run's own. */
export const PurgeInput = z.strictObject({
  id: rowId,
  confirm: z.string({ error: "badValue" }).max(100, { error: "badValue" }),
});
export type PurgeInput = z.output<typeof PurgeInput>;
