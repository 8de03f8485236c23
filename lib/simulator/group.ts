import type { Prices } from "./account";
import type { Message } from "./message";

export type GroupStatus = "PENDING" | "SCHEDULED" | "SENDING" | "FAILED" | "DELETED";
export type LogLine = { createAt: string; message: string } & Record<string, unknown>;
/** Messages of a group whose final result comes at the same instant; `at` null = never. */
export type Outcome = {
  at: number | null;
  success: number;
  failed: number;
  replaced: number;
  refund: number;
  settled: boolean;
};

/** A group as the stand-in keeps it. COMPLETE is not a status here: it follows from the outcomes and the time. */
export type Group = {
  groupId: string;
  accountId: string;
  status: GroupStatus;
  /** Planted as something that was sent before: nothing we were asked for. */
  isPast: boolean;
  strict: boolean;
  allowDuplicates: boolean;
  customFields: Record<string, string>;
  sdkVersion: string | null;
  osPlatform: string | null;
  prices: Prices;
  createdAt: number;
  sentAt: number;
  scheduledAt: number | null;
  changedAt: number;
  log: LogLine[];
  messages: Message[];
  /** Recipients taken so far, by which duplicates are known. */
  recipients: Set<string>;
  refused: number;
  /** Registered messages by type, in small letters. */
  types: Map<string, number>;
  charged: number;
  chargedPoint: number;
  outcomes: Outcome[];
};

const TYPES = ["sms", "lms", "mms", "ata", "cta", "cti", "nsa", "rcs_sms", "rcs_lms", "rcs_mms", "rcs_tpl"];
const iso = (ms: number | null) => (ms ? new Date(ms).toISOString() : null);

export const priceOf = (prices: Prices, type: string): number => prices[type.toLowerCase() as keyof Prices] ?? 0;

/** The instant of the last result, null = not sent or some never come. */
export function completedAt({ status, outcomes }: Group): number | null {
  if (status !== "SENDING" || outcomes.some(({ at }) => at === null)) return null;
  return Math.max(0, ...outcomes.map(({ at }) => at ?? 0));
}

export function groupStatusAt(group: Group, at: number): GroupStatus | "COMPLETE" {
  const done = completedAt(group);
  if (done !== null && at >= done) return "COMPLETE";
  // Whoever looks at an earlier instant sees it before its last change.
  return at < group.changedAt ? "PENDING" : group.status;
}

/** A group as Solapi shows it, as of that instant. */
export function groupView(group: Group, at: number): Record<string, unknown> {
  const passed = group.outcomes.filter((one) => one.at !== null && at >= one.at);
  const sum = (pick: (one: Outcome) => number) => passed.reduce((total, one) => total + pick(one), 0);
  const [success, failed, refund] = [sum((one) => one.success), sum((one) => one.failed), sum((one) => one.refund)];
  const registered = group.messages.length - group.refused;
  const sent = group.sentAt > 0 && at >= group.sentAt ? registered : 0;
  const fromBalance = group.charged - group.chargedPoint;
  const done = completedAt(group);
  const completed = done !== null && at >= done ? done : null;
  const byType: Record<string, Record<string, number>> = Object.fromEntries(TYPES.map((type) => [type, {}]));
  for (const [type, count] of group.types) byType[type] = { "82": count };
  return {
    _id: group.groupId,
    groupId: group.groupId,
    accountId: group.accountId,
    masterAccountId: null,
    apiVersion: "4",
    status: groupStatusAt(group, at),
    count: {
      total: group.messages.length,
      sentTotal: sent,
      sentFailed: failed,
      sentSuccess: success,
      sentPending: sent - success - failed,
      sentReplacement: sum((one) => one.replaced),
      refund: failed,
      registeredFailed: group.refused,
      registeredSuccess: registered,
    },
    countForCharge: byType,
    balance: cash(fromBalance, Math.min(refund, fromBalance)),
    point: cash(group.chargedPoint, Math.max(0, refund - fromBalance)),
    app: { profit: Object.fromEntries(TYPES.map((type) => [type, 0])), appId: null, version: null },
    log: group.log,
    price: { "82": group.prices },
    allowDuplicates: group.allowDuplicates,
    isRefunded: refund > 0,
    flagUpdated: false,
    prepaid: true,
    strict: group.strict,
    customFields: group.customFields,
    hint: null,
    serviceMethod: "MT",
    sdkVersion: group.sdkVersion,
    osPlatform: group.osPlatform,
    scheduledDate: iso(group.scheduledAt),
    dateSent: iso(group.sentAt),
    dateCompleted: iso(completed),
    dateCreated: iso(group.createdAt),
    dateUpdated: iso(completed ?? group.changedAt),
  };
}

const cash = (requested: number, refund: number) => ({ requested, replacement: 0, refund, sum: requested - refund });
