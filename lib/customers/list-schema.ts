import * as z from "zod";
import { displayName } from "@/lib/orgs/display-name";
import { rowId } from "@/lib/orgs/query-fields";
import { CustomerFilter } from "./filter-schema";
import { LIST_NAME_MAX } from "./lengths";

const name = z
  .string({ error: "listNameRequired" })
  .transform(displayName)
  .pipe(
    z
      .string()
      .min(1, { error: "listNameRequired" })
      .refine((text) => [...text].length <= LIST_NAME_MAX, { error: "listNameTooLong" }),
  );
const ids = z.array(z.int({ error: "badValue" }).positive({ error: "badValue" }), { error: "badValue" }).max(10_000, {
  error: "badValue",
});

/** A list of these people, or of everyone a filter finds now. */
export const ListInput = z.strictObject({ name, customerIds: ids.optional(), filter: CustomerFilter.optional() });
export type ListInput = z.output<typeof ListInput>;

/** Another name, people put in, people taken out. */
export const ListUpdate = z.strictObject({
  id: rowId,
  name: name.optional(),
  add: ids.optional(),
  remove: ids.optional(),
});
export type ListUpdate = z.output<typeof ListUpdate>;
export const OneList = z.strictObject({ id: rowId });
export const ListQuery = z.strictObject({});
