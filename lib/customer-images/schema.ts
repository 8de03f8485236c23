import * as z from "zod";
import { pageLimit, rowId } from "@/lib/orgs/query-fields";

/** `GET /api/customers/{id}/images?cursor=&limit=` */
export const CustomerImageFilter = z.strictObject({ id: rowId, cursor: z.string().optional(), limit: pageLimit });
export type CustomerImageFilter = z.output<typeof CustomerImageFilter>;

/** One picture of one customer, as the path of a request names it. */
export const OneCustomerImage = z.strictObject({ id: rowId, imageId: rowId });
export type OneCustomerImage = z.output<typeof OneCustomerImage>;

/** The same with `?thumb=1` for the small picture; `v` only makes an address of its own of every version. */
export const CustomerImageAddress = z.strictObject({
  id: rowId,
  imageId: rowId,
  thumb: z
    .enum(["1", "0"])
    .optional()
    .transform((value) => value === "1"),
  v: z.string().max(20).optional(),
});
export type CustomerImageAddress = z.output<typeof CustomerImageAddress>;
