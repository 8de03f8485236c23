import * as z from "zod";

/** The id of a row in a path or a query: plain digits, so that one thing has one address (`1 `, `+1` and `0x1` are none). */
export const rowId = z.coerce
  .string({ error: "badValue" })
  .regex(/^[1-9]\d{0,14}$/, { error: "badValue" })
  .transform(Number);
