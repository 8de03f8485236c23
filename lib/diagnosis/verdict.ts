import { type Layer, layers } from "@/db/enums";
import { CANCEL_REQUESTED } from "@/lib/messages/status";
import type { Condition } from "./conditions";
import type { Facts, PhoneFacts, RequestFacts, RoomFacts } from "./facts";
import { phoneConditions } from "./phone-conditions";
import { isAtWork, isOpen as isPhoneOpen, isRetold, dueMs as phoneDueMs } from "./phone-state";
import { requestConditions } from "./request-conditions";
import { roomConditions } from "./room-conditions";
import { isCalling, isOpen as isRoomOpen, isServed } from "./room-state";
import type { LayerState, Standing, Verdict } from "./verdict-shape";

/**
 * How far something got and what stands in its way: the first blocking condition in the order of the layers. It says that
 * something was sent, handed over or delivered only where a row of then says so; pure, so that the same facts always give
 * the same answer.
 */
export function verdict(facts: Facts): Verdict {
  switch (facts.subject) {
    case "request":
      return requestVerdict(facts);
    case "phone":
      return phoneVerdict(facts);
    case "room":
      return roomVerdict(facts);
  }
}

const firstOf = <F extends Facts>(table: readonly Condition<F>[], facts: F): Condition<F> | null =>
  table.find((condition) => condition.holds(facts)) ?? null;

/** Which layers there is proof of having been through. */
type Proof = Record<Layer, boolean>;
const NO_PROOF: Proof = { api: false, queue: false, worker: false, provider: false };

/**
 * What is known of each layer: up to `at` those that are proven were passed and the others have no record; after it nothing
 * was reached, as far as anybody knows.
 */
function states(proof: Proof, at: Layer | null, here: "broken" | "here" | "passed"): Record<Layer, LayerState> {
  const place = at === null ? layers.length : layers.indexOf(at);
  const state = (layer: Layer, i: number): LayerState => {
    if (i === place) return here;
    if (i < place) return proof[layer] ? "passed" : "no_record";
    return "not_reached";
  };
  return Object.fromEntries(layers.map((layer, i) => [layer, state(layer, i)])) as Record<Layer, LayerState>;
}

const broken = (
  standing: Standing,
  { layer, id, fix }: Pick<Condition, "layer" | "id" | "fix">,
  proof: Proof,
): Verdict => ({
  ...{ standing, layer, cause: id, fix },
  layers: states(proof, layer, "broken"),
});
const sound = (standing: Standing, proof: Proof, at: Layer | null, here: "here" | "passed" = "here"): Verdict => ({
  ...{ standing, layer: null, cause: null, fix: null },
  layers: states(proof, at, here),
});
const UNRECORDED: Verdict = sound("unrecorded", NO_PROOF, null);

/** Ended by a person, or without a word of why: what is proven was passed, and what is not was not reached. */
const ended = (proof: Proof): Verdict => {
  const last = layers.findLast((layer) => proof[layer]);
  return last ? sound("ended", proof, last, "passed") : sound("ended", proof, null);
};

function requestVerdict(facts: RequestFacts): Verdict {
  const found = firstOf(requestConditions, facts);
  return found ? broken("ended", found, NO_PROOF) : ended(NO_PROOF);
}

function phoneProof({ row, batch, trail }: PhoneFacts): Proof {
  if (row === null) return NO_PROOF;
  const isOurs = row.source === "send";
  const worked = trail.some(({ layer }) => layer === "worker" || layer === "provider");
  return {
    api: isOurs,
    queue: isOurs && batch !== null,
    worker:
      isOurs && batch !== null && (batch.attempt > 0 || batch.committedAt !== null || batch.sentAt !== null || worked),
    provider: row.sentAt !== null && !row.isInferred,
  };
}

function phoneVerdict(facts: PhoneFacts): Verdict {
  const { row, batch, now } = facts;
  if (row === null || row.isInferred) return UNRECORDED;
  const proof = phoneProof(facts);
  const found = firstOf(phoneConditions, facts);
  switch (row.status) {
    case "delivered":
      return row.finalAt === null ? UNRECORDED : sound("delivered", { ...proof, provider: true }, "provider", "passed");
    case "sent":
      if (row.sentAt === null) return UNRECORDED;
      return found ? broken("sent", found, proof) : sound("sent", proof, "provider");
    case "unknown":
      return isRetold(facts) || !found ? UNRECORDED : broken("unknown", found, proof);
    case "failed":
    case "skipped":
      if (found) return broken("ended", found, proof);
      return isRetold(facts) ? UNRECORDED : ended(proof);
    case "cancelled":
      return isRetold(facts) ? UNRECORDED : ended(proof);
    case "queued":
    case "sending":
      if (isRetold(facts)) return UNRECORDED;
      if (found) return broken(found.standing ?? "stuck", found, proof);
  }
  const isWantedBack = batch?.heldReason === CANCEL_REQUESTED;
  const isLater = batch?.availableAt != null && batch.availableAt > now;
  if (!isPhoneOpen(facts) || isLater || !(isAtWork(facts) || isWantedBack || phoneDueMs(facts) > 0))
    return sound("waiting", proof, "queue");
  return isAtWork(facts)
    ? sound("moving", proof, "worker")
    : sound(isWantedBack ? "moving" : "waiting", proof, "queue");
}

function roomProof({ log, parts, trail }: RoomFacts): Proof {
  const tried = parts.some(({ attempt, startedAt }) => attempt > 0 || startedAt !== null);
  const called = trail.some(({ layer }) => layer === "provider") || parts.some(({ certainty }) => certainty !== null);
  return {
    api: true,
    queue: log.nextAttemptAt !== null || log.startedAt !== null || tried || trail.length > 0,
    worker: log.startedAt !== null || tried || trail.length > 0,
    provider: called,
  };
}

const FAR = { accepted: "sent", handed_off: "handed_off", delivered: "delivered" } as const;

/** How far a run certainly got that went whole: no further than its least known part (rulings 12). */
function reached({ log, parts }: RoomFacts): Standing | null {
  if (log.completedAt === null || parts.length === 0) return null;
  if (parts.some(({ status, certainty }) => status !== "sent" || certainty === null)) return null;
  for (const certainty of ["accepted", "handed_off"] as const)
    if (parts.some((part) => part.certainty === certainty)) return FAR[certainty];
  return FAR.delivered;
}

function roomVerdict(facts: RoomFacts): Verdict {
  const { log } = facts;
  const proof = roomProof(facts);
  if (log.status === "success") {
    const far = reached(facts);
    return far ? sound(far, { ...proof, queue: true, worker: true, provider: true }, "provider", "passed") : UNRECORDED;
  }
  const found = firstOf(roomConditions, facts);
  if (log.status === "unknown" && found) return broken("unknown", found, proof);
  if (isRoomOpen(facts)) {
    if (found) return broken(found.standing ?? "stuck", found, proof);
    if (isCalling(facts)) return sound("moving", proof, "provider");
    return isServed(facts) && log.status === "sending"
      ? sound("moving", proof, "worker")
      : sound("waiting", proof, "queue");
  }
  // A missed run may still go: a person decides.
  if (found) return broken(log.status === "missed" ? "stuck" : "ended", found, proof);
  return ended(proof);
}
