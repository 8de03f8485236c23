import { expect, test } from "vitest";
import { inboxOutcomes, logStatuses } from "@/db/enums";
import { outcomeOf, statusesOf } from "./outcomes";
import { defaultSettings, InboxSettingsInput } from "./settings";

test("every status is told as one outcome at most, and what still goes on as none", () => {
  for (const status of logStatuses) {
    const told = inboxOutcomes.filter((outcome) => statusesOf([outcome]).includes(status));
    expect(told.length).toBeLessThanOrEqual(1);
    expect(outcomeOf(status)).toBe(told[0] ?? null);
  }
  for (const status of ["planned", "sending", "deferred", "cancelled"] as const) expect(outcomeOf(status)).toBeNull();
});

test("the defaults are a valid choice and don't tell of plain success", () => {
  expect(InboxSettingsInput.parse(defaultSettings)).toEqual(defaultSettings);
  expect(statusesOf(defaultSettings.outcomes)).not.toContain("success");
});
