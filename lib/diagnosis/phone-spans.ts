import type { Layer } from "@/db/enums";
import { countedIn, firstOf, isOpen, lastOf, type PhoneRecords } from "./phone-step";
import type { PhoneSpanEvent } from "./phone-step-events";
import { isOfProvider } from "./phone-worker-steps";
import type { XraySpan } from "./xray-dto";

const HELD_UP = [
  "held",
  "not_built",
  "unsure",
  "refused",
  "worker_error",
  "night",
  "parked",
  "withdrawing",
  "leaving_out",
];

/** How long each layer had it: from one record to another, and open where the second isn't there yet. */
export function phoneSpans(records: PhoneRecords): XraySpan[] {
  const { facts, verdict, message, batch: extra } = records;
  const { batch, trail, row } = facts;
  const spans: XraySpan[] = [];
  const add = (
    layer: Layer,
    event: PhoneSpanEvent,
    from: Date | null | undefined,
    to: Date | null | undefined,
    more: { values?: Record<string, string | number>; isBroken?: boolean } = {},
  ) => {
    if (!from || to === undefined || (to !== null && to < from)) return;
    const isBroken =
      more.isBroken ?? (to === null && (layer === "queue" ? verdict.layer !== null : verdict.layer === layer));
    const state = isBroken ? "broken" : to === null ? "here" : "passed";
    const values = more.values && { values: more.values };
    spans.push({ layer, event, from: from.toISOString(), to: to?.toISOString() ?? null, state, ...values });
  };
  const accepted = firstOf(trail, "accepted");
  if (accepted?.ms != null)
    add("api", "accepting", accepted.at, after(accepted.at, accepted.ms), { values: { rows: message.recipientCount } });
  if (batch === null) return spans;

  const ended = batch.doneAt ?? undefined;
  const firstClaim = firstOf(trail, "claimed");
  add("queue", "waiting", batch.createdAt, firstClaim?.at ?? (isOpen(facts) ? null : ended), {
    values: { batch: batch.id },
  });

  const built = firstOf(trail, "built", "found");
  const sent = lastOf(trail, "sent", "found_sent");
  const trouble = lastOf(trail, ...HELD_UP);
  const isHeldUp = trouble !== undefined && (!sent || trouble.id > sent.id) && isOpen(facts);
  const call = built ?? trouble;
  const claim = call && trail.findLast(({ event, id }) => event === "claimed" && id < call.id);
  if (claim && call)
    add("worker", "working", claim.at, before(call.at, call.ms ?? 0), { values: { owner: claim.detail ?? "" } });
  else if (firstClaim && isOpen(facts))
    add("worker", "working", firstClaim.at, null, { values: { owner: firstClaim.detail ?? "" } });

  if (built?.ms != null)
    add("provider", "building", before(built.at, built.ms), built.at, {
      values: countedIn(built.detail) ?? { taken: 0, refused: 0 },
    });
  else if (trouble?.ms != null)
    add("provider", "building", before(trouble.at, trouble.ms), trouble.at, {
      values: countedIn(trouble.detail) ?? { taken: 0, refused: 0 },
      isBroken: verdict.layer === "provider",
    });
  const firstTrouble = firstOf(trail, ...HELD_UP);
  if (firstTrouble) {
    const layer = isHeldUp ? (verdict.layer ?? "worker") : "worker";
    const until = isHeldUp ? null : (sent?.at ?? ended);
    add(layer, "held_up", firstTrouble.at, until, { values: { batch: batch.id } });
  }
  const size = { values: { size: (built && countedIn(built.detail)?.taken) ?? extra?.size ?? 0 } };
  if (sent?.ms != null) add("provider", "sending", before(sent.at, sent.ms), sent.at, size);
  else if (isHeldUp && built && trouble.id > built.id && trouble.ms !== null && isOfProvider(trouble))
    add("provider", "sending", before(trouble.at, trouble.ms), trouble.at, {
      ...size,
      isBroken: verdict.layer === "provider",
    });
  if (batch.sentAt !== null) add("provider", "reporting", batch.sentAt, row?.finalAt ?? batch.doneAt ?? null, size);
  return spans;
}

const after = (at: Date, ms: number) => new Date(at.getTime() + ms);
const before = (at: Date, ms: number) => new Date(at.getTime() - ms);
