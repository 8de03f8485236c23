import { proofOf } from "@/lib/deliveries/proof";
import { callsMade, isOpen, type RoomRecords } from "./room-step";
import type { roomKnown, roomUnknown } from "./room-step-events";
import { isBeforeCall } from "./room-worker-steps";
import type { Verdict } from "./verdict-shape";

type Known = (typeof roomKnown)[number];
type Unknown = (typeof roomUnknown)[number];

const wasNeverCalled = (records: RoomRecords): boolean =>
  callsMade(records).every(isBeforeCall) &&
  records.parts.every(({ status, certainty }) => status !== "sending" && status !== "unknown" && certainty === null);

/** What the records of an occurrence make certain. */
export function roomKnownOf(records: RoomRecords, { standing }: Verdict): Known[] {
  const { facts, parts, run } = records;
  const calls = callsMade(records);
  const { effects, duplicates } = proofOf(
    parts,
    calls.map((call) => ({ ...call, seq: call.part - 1 })),
  );
  const isUnsure = parts.some(({ status }) => status === "unknown" || status === "sending");
  const refused =
    parts.some(({ status }) => status === "failed") && calls.some(({ outcome }) => outcome === "rejected");
  const known: [Known, boolean][] = [
    ["written_before", parts.length > 0],
    ["nobody_called", wasNeverCalled(records)],
    ["went_once", effects > 0 && duplicates === 0 && !isUnsure],
    ["arrived", standing === "delivered"],
    ["handed_over", standing === "handed_off"],
    ["refused_for_sure", refused && !isUnsure],
    ["goes_by_itself", isOpen(facts) && facts.log.nextAttemptAt !== null],
    ["never_by_itself", !isOpen(facts) && run.log.status !== "success"],
    ["never_twice", run.log.status === "unknown"],
  ];
  return known.flatMap(([key, is]) => (is ? [key] : []));
}

/** What they leave open, and nobody may guess. */
export function roomUnknownOf(records: RoomRecords, { standing }: Verdict): Unknown[] {
  const { run, passes } = records;
  const calls = callsMade(records);
  const unknown: [Unknown, boolean][] = [
    ["has_it_left", standing === "unknown"],
    ["has_it_arrived", standing === "handed_off" || standing === "sent"],
    ["seen_by_whom", standing === "delivered"],
    ["what_happened_then", run.log.startedAt !== null && calls.length === 0 && !isOpen(records.facts)],
    ["what_pass_did", passes.length === 0],
  ];
  return unknown.flatMap(([key, is]) => (is ? [key] : []));
}
