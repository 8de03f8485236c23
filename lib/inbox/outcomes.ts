import { type InboxOutcome, inboxOutcomes, type LogStatus } from "@/db/enums";

const STATUSES: Record<InboxOutcome, readonly LogStatus[]> = {
  arrived: ["success"],
  failed: ["failed", "partial", "skipped", "expired"],
  unknown: ["unknown"],
  missed: ["missed"],
};

/** The statuses an outcome stands for. */
export const statusesOf = (outcomes: readonly InboxOutcome[]): LogStatus[] =>
  outcomes.flatMap((outcome) => STATUSES[outcome]);

/** What a status means to the person who is told of it; null for what nobody is told. */
export const outcomeOf = (status: LogStatus): InboxOutcome | null =>
  inboxOutcomes.find((outcome) => STATUSES[outcome].includes(status)) ?? null;
