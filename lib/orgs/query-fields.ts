import * as z from "zod";

/** The id of a row in a path or a query: plain digits, so that one thing has one address (`1 `, `+1` and `0x1` are none). */
export const queryId = (error: string) =>
  z.coerce
    .string({ error })
    .regex(/^[1-9]\d{0,14}$/, { error })
    .transform(Number);
export const rowId = queryId("badValue");

export const PAGE = 50;
const PAGE_MAX = 200;

/** `?limit=` of every list: how many a page holds at most, in plain digits; 50 where nothing is said, never above 200. */
export const pageLimit = z
  .string({ error: "badLimit" })
  .regex(/^[1-9]\d{0,2}$/, { error: "badLimit" })
  .transform(Number)
  .refine((limit) => limit <= PAGE_MAX, { error: "badLimit" })
  .default(PAGE);

/** `?status=failed,partial`: some of the words a list knows. */
export const someOf = <S extends string>(known: readonly S[]) =>
  z.string({ error: "badValue" }).transform((text, context): S[] => {
    const given = text.split(",").filter(Boolean);
    const found = known.filter((word) => given.includes(word));
    if (found.length === new Set(given).size) return found;
    context.addIssue({ code: "custom", message: "badValue" });
    return z.NEVER;
  });

/** `?cursor=` of a list: the place its own reader finds in it. */
export const cursorBy = <P>(decode: (text: string) => P | null) =>
  z
    .string({ error: "badCursor" })
    .transform((text, context) => {
      const found = decode(text);
      if (found) return found;
      context.addIssue({ code: "custom", message: "badCursor" });
      return z.NEVER;
    })
    .optional();
