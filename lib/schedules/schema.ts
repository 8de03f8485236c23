import * as z from "zod/mini";
import { scheduleTypes, sendOrders, weekdays } from "@/db/enums";
import { cleanBody, cleanLine, textLength } from "@/lib/deliveries/text";
import { parseDate, parseKstDateTime, parseTime } from "@/lib/time/kst";
import { contentIssue } from "./composition";
import { canEverFire, type Recurrence, type Validity } from "./recurrence";

export const TITLE_MAX = 255;
export const DESCRIPTION_MAX = 2000;
/** Above this the form warns, above `TEXT_MAX` nobody may save (C-38b). */
export const TEXT_WARN = 4000;
export const TEXT_MAX = 10_000;
export const IMAGES_PER_GROUP = 10;
export const INTERVAL_MAX_SECONDS = 60;
export const MEDIA_WAIT_MAX_MS = 30_000;
export const CATCH_UP_MIN_MINUTES = 3;
export const CATCH_UP_MAX_MINUTES = 1440;

// In zod's small dialect, because the form carries it to the browser. Every message is a key of the errors catalogue that needs no parameters, so a form can show it with t(message).
const whole = (min: number, max: number, message: string) =>
  z.int({ error: message }).check(z.gte(min, { error: message }), z.lte(max, { error: message }));

const text = (max: number, tooLong: string) =>
  z
    .pipe(
      z.nullish(z.string({ error: "notText" })),
      z.transform((value) => (value ? cleanBody(value) : null)),
    )
    .check(z.refine((value) => value === null || textLength(value) <= max, { error: tooLong }));

const images = z._default(
  z
    .array(z.string({ error: "badImageKey" }).check(z.regex(/^[\w][\w./-]{0,159}$/, { error: "badImageKey" })), {
      error: "badImageKey",
    })
    .check(z.maxLength(IMAGES_PER_GROUP, { error: "tooManyImages" })),
  [],
);

const wallTime = (required: string, bad: string, parse: (value: string) => unknown) =>
  z.string({ error: required }).check(
    z.minLength(1, { error: required, abort: true }),
    z.refine((value) => parse(value) !== null, { error: bad }),
  );

/** When a schedule falls due. */
const timeFields = {
  scheduleType: z.enum(scheduleTypes, { error: "scheduleTypeRequired" }),
  scheduleDate: z
    .pipe(
      z.nullish(z.string({ error: "badDate" })),
      z.transform((value) => value || null),
    )
    .check(z.refine((value) => value === null || parseDate(value) !== null, { error: "badDate" })),
  scheduleTime: wallTime("timeRequired", "badTime", parseTime),
  scheduleWeekdays: z.pipe(
    z.nullish(z.array(z.enum(weekdays, { error: "badWeekday" }), { error: "badWeekday" })),
    z.transform((chosen) => weekdays.filter((day) => chosen?.includes(day))),
  ),
  validFrom: wallTime("validFromRequired", "badDateTime", parseKstDateTime),
  validUntil: wallTime("validUntilRequired", "badDateTime", parseKstDateTime),
};

export const scheduleFields = {
  title: z.pipe(
    z.pipe(z.string({ error: "titleRequired" }), z.transform(cleanLine)),
    z.string().check(
      z.minLength(1, { error: "titleRequired" }),
      z.refine((value) => textLength(value) <= TITLE_MAX, { error: "titleTooLong" }),
    ),
  ),
  description: text(DESCRIPTION_MAX, "descriptionTooLong"),
  roomId: z.int({ error: "roomRequired" }).check(z.positive({ error: "roomRequired" })),
  messageText: text(TEXT_MAX, "textTooLong"),
  messageImages1: images,
  messageImages2: images,
  sendOrder: z._default(z.enum(sendOrders, { error: "sendOrderRequired" }), "text_first"),
  sendIntervalSeconds: z._default(whole(0, INTERVAL_MAX_SECONDS, "intervalRange"), 1),
  mediaWaitTime1: z._default(whole(0, MEDIA_WAIT_MAX_MS, "mediaWaitRange"), 0),
  mediaWaitTime2: z._default(whole(0, MEDIA_WAIT_MAX_MS, "mediaWaitRange"), 0),
  ...timeFields,
  status: z._default(z.enum(["active", "inactive"], { error: "statusNotSettable" }), "active"),
  priority: z._default(whole(1, 9, "priorityRange"), 5),
  catchUpMinutes: z._default(whole(CATCH_UP_MIN_MINUTES, CATCH_UP_MAX_MINUTES, "catchUpRange"), 5),
};

const timeObject = z.strictObject(timeFields);
const scheduleObject = z.strictObject(scheduleFields);
type Timing = z.output<typeof timeObject>;
type Fields = z.output<typeof scheduleObject>;

/** A rule over several fields, told at one of them; it waits until those fields are fine by themselves. */
const rule = <T>(
  path: keyof T & string,
  error: string,
  needs: readonly (keyof T & string)[],
  holds: (value: T) => boolean,
) =>
  z.refine<T>((value) => holds(value as T), {
    path: [path],
    error,
    when: ({ value, issues }) =>
      typeof value === "object" &&
      value !== null &&
      needs.every((field) => field in value && !issues.some((issue) => issue.path?.[0] === field)),
  });

const whenFields = [
  "scheduleType",
  "scheduleDate",
  "scheduleTime",
  "scheduleWeekdays",
  "validFrom",
  "validUntil",
] as const;
const notOnce = (value: Timing) => value.scheduleType !== "once";
const timeRules = [
  rule<Timing>(
    "scheduleDate",
    "dateRequired",
    ["scheduleType", "scheduleDate"],
    (v) => notOnce(v) || v.scheduleDate !== null,
  ),
  rule<Timing>(
    "scheduleWeekdays",
    "weekdaysRequired",
    ["scheduleType", "scheduleWeekdays"],
    (v) => v.scheduleType !== "weekly" || v.scheduleWeekdays.length > 0,
  ),
  rule<Timing>("validUntil", "validityOrder", ["validFrom", "validUntil"], (v) => v.validFrom < v.validUntil),
  rule<Timing>(
    "validFrom",
    "onceBeforeValidity",
    whenFields,
    (v) => notOnce(v) || `${v.scheduleDate}T${v.scheduleTime}` >= v.validFrom,
  ),
  rule<Timing>(
    "validUntil",
    "onceAfterValidity",
    whenFields,
    (v) => notOnce(v) || `${v.scheduleDate}T${v.scheduleTime}` <= v.validUntil,
  ),
  rule<Timing>("validUntil", "validityNeverMeets", whenFields, (v) => canEverFire(recurrenceOf(v), validityOf(v))),
];

const contentFields = ["messageText", "messageImages1", "messageImages2", "sendOrder"] as const;
const contentRules = [
  ["messageText", "nothingToSend"],
  ["messageImages1", "imagesOnlyWithoutImages"],
  ["messageImages2", "group2WithoutGroup1"],
].map(([field, error]) =>
  rule<Fields>(
    field as keyof Fields,
    error as string,
    contentFields,
    (value) => contentIssue(value)?.message !== error,
  ),
);

/** What the chosen type doesn't use isn't kept. */
const tidy = <T extends Timing>(value: T): T => ({
  ...value,
  scheduleDate: value.scheduleType === "once" ? value.scheduleDate : null,
  scheduleWeekdays: value.scheduleType === "weekly" ? value.scheduleWeekdays : [],
});

/** What holds over several fields, and the tidying after it. */
export const scheduleRules = [...timeRules, ...contentRules, z.overwrite(tidy<Fields>)];

/** The one shape of a schedule for form and route (S2 §4.2). Its output is valid input again; wall times stay wall times. */
export const ScheduleInput = scheduleObject.check(...scheduleRules);
export type ScheduleInput = z.output<typeof ScheduleInput>;

/** Only the when, for the preview of the next runs. */
export const TimingInput = timeObject.check(...timeRules, z.overwrite(tidy<Timing>));
export type TimingInput = Timing;

export const recurrenceOf = (value: Timing): Recurrence => value;

/** Wall times of the form as instants. Text that was never checked gives an empty validity. */
export const validityOf = (value: Pick<Timing, "validFrom" | "validUntil">): Validity => ({
  validFrom: parseKstDateTime(value.validFrom) ?? new Date(0),
  validUntil: parseKstDateTime(value.validUntil) ?? new Date(-1),
});
