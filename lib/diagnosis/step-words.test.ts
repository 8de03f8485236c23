import { expect, test } from "vitest";
import { wordsIn } from "@/lib/i18n/catalogue";
import { locales } from "@/lib/i18n/locale";
import { allMessages } from "@/lib/i18n/messages";
import { phoneKnown, phoneSpanEvents, phoneStepEvents, phoneUnknown } from "./phone-step-events";
import { roomKnown, roomSpanEvents, roomStepEvents, roomUnknown } from "./room-step-events";

/** What each may fill in; a name phones and rooms share has the values of both. */
const events: Record<string, string[]> = {};
for (const part of [phoneStepEvents, phoneSpanEvents, roomStepEvents, roomSpanEvents])
  for (const [event, values] of Object.entries(part)) events[event] = [...(events[event] ?? []), ...values];

test.each(locales)("every step and bar of an x-ray has its sentence, with no blank nobody fills (%s)", (locale) => {
  const t = wordsIn(locale, "xray") as unknown as (key: string, values: Record<string, number>) => string;
  // A sentence that can't be filled is shown as its key.
  const unsaid = Object.entries(events)
    .map(([event, values]) => t(`steps.${event}`, Object.fromEntries(values.map((name) => [name, 1]))))
    .filter((said) => said.startsWith("xray.steps"));
  expect(unsaid).toEqual([]);
});

test.each(locales)("no sentence is left of a step that is gone (%s)", (locale) => {
  const { steps, notes, known, unknown } = allMessages(locale).xray;
  const isKnown = (key: string) => key === "other" || key in events;
  expect([...Object.keys(steps), ...Object.keys(notes)].filter((key) => !isKnown(key))).toEqual([]);
  expect(Object.keys(known).sort()).toEqual([...new Set(["other", ...phoneKnown, ...roomKnown])].sort());
  expect(Object.keys(unknown).sort()).toEqual([...new Set(["other", ...phoneUnknown, ...roomUnknown])].sort());
});
