import * as z from "zod";
import { rowId } from "@/lib/orgs/query-fields";
import { customerFields } from "./input-schema";
import { REASON_MAX } from "./lengths";

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const dropAbsent = <T extends object>(value: T): Present<T> =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<T>;

/** What an answer carries besides; sending it back changes nothing. */
const ignored = z.unknown().optional();
const version = z.int({ error: "badValue" }).positive({ error: "badValue" }).optional();

/** The masked number of an answer, sent back, stays what it is. */
const unlessMasked = (value: unknown) => (typeof value === "string" && value.includes("*") ? undefined : value);

/** A change of a customer: what is left out stays. `version` is the one the editor saw; without it the last one wins. */
export const CustomerUpdate = z
  .strictObject({
    ...z.object(customerFields).partial().shape,
    phone: z.preprocess(unlessMasked, z.optional(customerFields.phone)),
    orgName: ignored,
    phoneState: ignored,
    optedOut: ignored,
    updatedAt: ignored,
    id: rowId,
    version,
  })
  .transform(({ id, version, orgName: _, phoneState: _p, optedOut: _o, updatedAt: _u, ...change }) => ({
    id,
    version,
    change: dropAbsent(change),
  }));
export type CustomerUpdate = z.output<typeof CustomerUpdate>;

export const OneCustomer = z.strictObject({ id: rowId });
export const CustomerDelete = z.strictObject({ id: rowId, version: rowId.optional() });
export type CustomerDelete = z.output<typeof CustomerDelete>;

/** Why someone wants to see a whole number (product.md 17). */
export const RevealInput = z.strictObject({
  id: rowId,
  reason: z
    .string({ error: "revealReasonRequired" })
    .transform((text) => text.normalize("NFC").replace(/\s+/g, " ").trim())
    .pipe(z.string().min(2, { error: "revealReasonRequired" }).max(REASON_MAX, { error: "revealReasonTooLong" })),
});
export type RevealInput = z.output<typeof RevealInput>;
