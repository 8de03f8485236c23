import * as z from "zod";
import { displayName } from "@/lib/orgs/display-name";
import { rowId } from "@/lib/orgs/query-fields";
import { VIEW_NAME_MAX } from "./lengths";

/** Lists that can be kept as they are narrowed. */
export const viewPages = ["logs", "messages"] as const;
export type ViewPage = (typeof viewPages)[number];
/** Of one person on one page: what nobody finds again helps nobody. */
export const VIEWS_MAX = 30;

const QUERY_MAX = 800;
const FIELD = /^[A-Za-z]{1,20}$/;

const page = z.enum(viewPages, { error: "badValue" });

/** A number is somebody's: it belongs into no table in clear, nor into a list of names. */
const hasNumber = (text: string): boolean =>
  /(?:\+?82[\s.-]*0?|0)1\d[\s.-]*\d{3,4}[\s.-]*\d{4}/.test(text.normalize("NFKC"));

const viewName = z.string({ error: "badValue" }).transform((text, context) => {
  const name = displayName(text);
  const wrong =
    name === ""
      ? "viewNameRequired"
      : [...name].length > VIEW_NAME_MAX
        ? "nameTooLong"
        : hasNumber(name) && "viewHasNumber";
  if (!wrong) return name;
  context.addIssue({ code: "custom", message: wrong });
  return z.NEVER;
});

/** What of an address is a list's own question; where its page ends is not. */
const query = z
  .string({ error: "badValue" })
  .max(QUERY_MAX, { error: "badValue" })
  .transform((text, context) => {
    const asked = new URLSearchParams(text);
    asked.delete("cursor");
    const wrong = [...asked].some(([field]) => !FIELD.test(field))
      ? "badValue"
      : [asked.get("search"), asked.get("q")].some((words) => words !== null && hasNumber(words)) && "viewHasNumber";
    if (!wrong) return asked.toString();
    context.addIssue({ code: "custom", message: wrong });
    return z.NEVER;
  });

/** `?page=logs` */
export const ViewFilter = z.strictObject({ page });
export type ViewFilter = z.output<typeof ViewFilter>;
export const ViewInput = z.strictObject({ page, name: viewName, query });
export type ViewInput = z.output<typeof ViewInput>;
export const RenameView = z.strictObject({ id: rowId, name: viewName });
export type RenameView = z.output<typeof RenameView>;
export const ViewId = z.strictObject({ id: rowId });
