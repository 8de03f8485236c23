import * as z from "zod";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";

/** `?adConsent=true` of an address, or `true` of a body. */
const yesNo = z
  .union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")], { error: "badValue" })
  .optional();

const filterFields = {
  /** With everything below it. */
  orgId: rowId.optional(),
  listId: rowId.optional(),
  /** A name, a code, the last four digits, or a whole number in any writing. */
  q: z
    .string({ error: "badValue" })
    .max(100, { error: "badValue" })
    .transform((text) => text.normalize("NFC").trim() || undefined)
    .optional(),
  adConsent: yesNo,
  nightConsent: yesNo,
  hasPhone: yesNo,
};

/** Which customers are meant, by what is said of them rather than one by one. */
export const CustomerFilter = z.strictObject(filterFields);
export type CustomerFilter = z.output<typeof CustomerFilter>;

export const customerSorts = ["name", "updated"] as const;

/** `?q=&orgId=&listId=&adConsent=&nightConsent=&hasPhone=&sort=&cursor=&limit=` */
export const CustomerListQuery = z.strictObject({
  ...filterFields,
  sort: z.enum(customerSorts, { error: "badValue" }).default("name"),
  cursor: z.string({ error: "badCursor" }).max(600, { error: "badCursor" }).optional(),
  limit: pageLimit,
});
export type CustomerListQuery = z.output<typeof CustomerListQuery>;
