import * as z from "zod";
import { scheduleStatuses, scheduleTypes, templateKinds } from "@/db/enums";
import { searchText } from "@/lib/deliveries/schema";
import { cleanBody, cleanLine, textLength } from "@/lib/deliveries/text";
import { cursorBy, rowId as id, pageLimit } from "@/lib/orgs/query-fields";
import { decodeScheduleCursor } from "./list-cursor";
import { TEXT_MAX } from "./schema";
import { scheduleViews } from "./views";

export const IdInput = z.strictObject({ id });

const words = <const W extends readonly [string, ...string[]]>(known: W) =>
  z
    .string({ error: "badValue" })
    .transform((text) => [...new Set(text.split(",").filter(Boolean))])
    .pipe(z.array(z.enum(known, { error: "badValue" }), { error: "badValue" }))
    .transform((chosen) => (chosen.length > 0 ? chosen : undefined))
    .optional();

/** `?view=&status=active,error&scheduleType=daily&orgId=3,7&roomId=&botId=&search=&cursor=&limit=` */
export const ScheduleFilter = z.strictObject({
  view: z.enum(scheduleViews, { error: "badValue" }).default("all"),
  status: words(scheduleStatuses),
  scheduleType: words(scheduleTypes),
  /** Organisations with everything below them. */
  orgId: z
    .string({ error: "badValue" })
    .regex(/^([1-9]\d{0,14}(,|$)){0,100}$/, { error: "badValue" })
    .transform((text) => {
      const ids = [...new Set(text.split(",").filter(Boolean).map(Number))];
      return ids.length > 0 ? ids : undefined;
    })
    .optional(),
  roomId: id.optional(),
  botId: id.optional(),
  search: searchText,
  cursor: cursorBy(decodeScheduleCursor),
  limit: pageLimit,
});
export type ScheduleFilter = z.output<typeof ScheduleFilter>;

/** Without `status` it turns over; with it the wish may be repeated without harm. */
export const ToggleInput = z.strictObject({
  id,
  status: z.enum(["active", "inactive"], { error: "statusNotSettable" }).optional(),
});
export type ToggleInput = z.output<typeof ToggleInput>;

/** With `version`, a schedule someone changed meanwhile stays. */
export const DeleteInput = z.strictObject({ id, version: id.optional() });
export type DeleteInput = z.output<typeof DeleteInput>;

export const TemplateFilter = z.strictObject({ kind: z.enum(templateKinds, { error: "badValue" }).default("room") });
export type TemplateFilter = z.output<typeof TemplateFilter>;

const templateFields = {
  name: z
    .string({ error: "templateNameRequired" })
    .transform(cleanLine)
    .pipe(
      z
        .string()
        .min(1, { error: "templateNameRequired" })
        .refine((value) => textLength(value) <= 80, { error: "templateNameTooLong" }),
    ),
  body: z
    .string({ error: "templateEmpty" })
    .transform((value) => cleanBody(value) ?? "")
    .pipe(
      z
        .string()
        .min(1, { error: "templateEmpty" })
        .refine((value) => textLength(value) <= TEXT_MAX, { error: "textTooLong" }),
    ),
};
/** A text saved for rooms (S2-57). */
export const TemplateInput = z.strictObject({
  ...templateFields,
  kind: z.literal("room", { error: "badValue" }).default("room"),
});
export const TemplateUpdate = z.strictObject({
  ...templateFields,
  id,
  kind: z.literal("room", { error: "badValue" }).default("room"),
});
export type TemplateSave = z.output<typeof TemplateInput> & { id?: number };
