import { codeClass } from "@/lib/transports/solapi-codes";
import type { PhoneFacts } from "./facts";
import { isOpen } from "./phone-step";
import type { phoneKnown, phoneUnknown } from "./phone-step-events";
import type { Verdict } from "./verdict-shape";

export type PhoneKnown = (typeof phoneKnown)[number];
export type PhoneUnknown = (typeof phoneUnknown)[number];

/** What the records of one recipient make certain. */
export function knownOf(facts: PhoneFacts, { standing }: Verdict): PhoneKnown[] {
  const { message, row, batch, trail } = facts;
  if (message.origin === "imported") return row && !row.isInferred && standing === "delivered" ? ["arrived"] : [];
  const known: [PhoneKnown, boolean][] = [
    ["everyone_recorded", row !== null],
    ["nothing_left", row !== null && row.sentAt === null && !hasDoubt(facts) && !mayBeLeaving(facts)],
    ["left_once", row?.sentAt != null],
    ["arrived", standing === "delivered"],
    [
      "refused_by_provider",
      row?.status === "failed" && codeClass(row.providerCode) !== "U" && row.providerCode !== null,
    ],
    ["credit_held", batch !== null && ["queued", "sending", "sent"].includes(row?.status ?? "")],
    ["credit_back", batch !== null && ["failed", "skipped", "cancelled"].includes(row?.status ?? "")],
    ["credit_paid", batch !== null && ["delivered", "unknown"].includes(row?.status ?? "")],
    ["goes_by_itself", isOpen(facts) && batch?.availableAt != null],
    ["nobody_called", batch !== null && !batch.hasGroup && trail.length > 0 && !trail.some(isClaim)],
  ];
  return known.flatMap(([key, is]) => (is ? [key] : []));
}

/** What they leave open, and nobody may guess. */
export function unknownOf(facts: PhoneFacts): PhoneUnknown[] {
  const { message, row, trail } = facts;
  const hasLeft = row?.sentAt != null;
  const unknown: [PhoneUnknown, boolean][] = [
    ["has_it_left", !hasLeft && !row?.isInferred && hasDoubt(facts)],
    ["has_it_arrived", row?.status === "sent" || (hasLeft && row?.status === "unknown")],
    ["what_happened_then", message.origin === "imported" && trail.length === 0],
    ["who_was_meant", row === null],
    ["inferred_only", row?.isInferred === true],
  ];
  return unknown.flatMap(([key, is]) => (is ? [key] : []));
}

const isClaim = ({ event }: { event: string }) => event === "claimed";

/** A call was made whose answer nobody heard, or the provider knows of no such group; what has ended otherwise is past doubt. */
function hasDoubt({ row, batch, trail }: PhoneFacts): boolean {
  if (row?.status === "unknown") return true;
  if (batch === null || (row?.status !== "queued" && row?.status !== "sending")) return false;
  // What the provider gave up a person may still have seen leave (rulings 17).
  return (batch.heldReason?.startsWith("group_") ?? false) || trail.some(({ event }) => event === "unsure");
}

/** Somebody holds its group in hand at this moment. */
function mayBeLeaving({ now, batch }: PhoneFacts): boolean {
  const until = batch?.hasGroup ? batch.leaseUntil : null;
  return until !== null && until > now;
}
