import type { ScheduleType, Weekday } from "../enums";

export type StoryRecurrence = {
  scheduleType: ScheduleType;
  scheduleTime: string;
  scheduleDate: string | null;
  scheduleWeekdays: Weekday[];
};
export type StoryValidity = { validFrom: Date; validUntil: Date };

/** What the story needs of the product above it; whoever seeds hands it in. */
export type SeedTools = {
  hashPassword: (password: string) => Promise<string>;
  /** The engine's own arithmetic, so that the demo can't disagree with it. */
  nextOccurrence: (rule: StoryRecurrence, validity: StoryValidity, after: Date) => Date | null;
  /** A wall time in Korea some days after the day of `now`, as an instant. */
  kstInstant: (now: Date, days: number, time: string) => Date;
  /** `YYYY-MM-DDTHH:mm` on the Korean clock. */
  kstWallTime: (at: Date) => string;
};
