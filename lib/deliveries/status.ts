import { type Certainty, certainties, type LogStatus, type PartStatus } from "@/db/enums";

/** What can happen to one part. Only people and evidence speak to an unknown one; nothing puts it back to sending by itself. */
export type PartEvent =
  /** The intent is committed; the call may start. */
  | "begin"
  /** The gateway took it. */
  | "accepted"
  /** Certainly not sent, and it won't be tried again. */
  | "rejected"
  /** Certainly not sent, and it will be tried again. */
  | "postponed"
  /** Certainly not sent, because its bot can't be used now: it waits and has not used a try. */
  | "parked"
  /** Nobody can tell whether it arrived. */
  | "lost"
  /** The run ends without it. */
  | "dropped"
  | "evidence_delivered"
  | "evidence_failed"
  | "person_delivered"
  | "person_not_delivered"
  | "person_resend"
  | "person_give_up";

const PART: Record<PartStatus, Partial<Record<PartEvent, PartStatus>>> = {
  pending: { begin: "sending", dropped: "skipped", rejected: "failed", postponed: "pending", parked: "pending" },
  sending: { accepted: "sent", rejected: "failed", postponed: "pending", parked: "pending", lost: "unknown" },
  unknown: {
    // A late answer to the call itself (same fence) is evidence too.
    accepted: "sent",
    rejected: "failed",
    evidence_delivered: "sent",
    evidence_failed: "failed",
    person_delivered: "sent",
    person_not_delivered: "failed",
    person_resend: "pending",
    person_give_up: "failed",
  },
  sent: {},
  failed: {},
  skipped: {},
};

/** The part's next status, or null where the event is not possible (a person's then answers 409). */
export const nextPartStatus = (status: PartStatus, event: PartEvent): PartStatus | null => PART[status][event] ?? null;

export const isPartOver = (status: PartStatus): boolean =>
  status === "sent" || status === "failed" || status === "skipped";

/** What can happen to one occurrence; where it follows from its parts, `summary` says what they come to. */
export type LogEvent =
  | { kind: "start" | "defer" | "miss" | "skip" | "expire" | "cancel" }
  | { kind: "person_give_up" | "person_resend" }
  | { kind: "parts"; summary: PartsSummary };

const OPEN: readonly LogStatus[] = ["planned", "deferred"];

/** The occurrence's next status, or null where the event is not possible (rulings 5, 7, 8). */
export function nextLogStatus(status: LogStatus, event: LogEvent): LogStatus | null {
  const isOpen = OPEN.includes(status);
  switch (event.kind) {
    case "start":
      return isOpen ? "sending" : null;
    case "defer":
      return isOpen || status === "sending" ? "deferred" : null;
    case "miss":
      return isOpen ? "missed" : null;
    case "skip":
      return isOpen ? "skipped" : null;
    case "cancel":
      return isOpen ? "cancelled" : null;
    case "expire":
      return status === "missed" ? "expired" : null;
    case "person_resend":
      return status === "missed" ? "planned" : null;
    case "person_give_up":
      return status === "missed" ? "skipped" : null;
    case "parts":
      return isOpen || status === "sending" || status === "unknown" ? event.summary : null;
  }
}

/** Nothing changes it any more. `missed` and `unknown` are not over: they wait for a person. */
export const isLogOver = (status: LogStatus): boolean =>
  ["success", "partial", "failed", "skipped", "expired", "cancelled"].includes(status);

export const needsPerson = (status: LogStatus): boolean => status === "missed" || status === "unknown";

export type PartsSummary = Extract<LogStatus, "planned" | "sending" | "success" | "partial" | "failed" | "unknown">;

/** What the parts of a run come to. One unknown part makes the run unknown: the parts after it wait for the decision (rulings 8). */
export function summaryOf(parts: readonly PartStatus[]): PartsSummary {
  if (parts.includes("unknown")) return "unknown";
  if (parts.includes("sending")) return "sending";
  if (parts.includes("pending")) return parts.every((part) => part === "pending") ? "planned" : "sending";
  if (!parts.includes("sent")) return "failed";
  return parts.every((part) => part === "sent") ? "success" : "partial";
}

/** The lowest certainty of what was sent: a run is known to be no further than its least known part (rulings 12). */
export const certaintyOf = (parts: readonly { status: PartStatus; certainty: Certainty | null }[]): Certainty | null =>
  parts.reduce<Certainty | null>(
    (lowest, { status, certainty }) => (status === "sent" ? lessCertain(lowest, certainty) : lowest),
    null,
  );

/** The one that says less; null says nothing at all, and doesn't count. */
export const lessCertain = (a: Certainty | null, b: Certainty | null): Certainty | null =>
  a === null || (b !== null && certainties.indexOf(b) < certainties.indexOf(a)) ? b : a;
