import { describe, expect, test } from "vitest";
import { holdReasons } from "@/lib/batches/hold-reasons";
import { parkReasons } from "@/lib/tenants/park-tenant";
import { isOfKakao } from "@/lib/transports/kakao-codes";
import { codeMeaning, knownCodes } from "@/lib/transports/solapi-codes";
import { ago, HOUR, MINUTE, part, phoneFacts, roomFacts, word } from "@/scripts/testing/diagnosis-facts";
import type { Facts } from "./facts";
import { phoneConditions } from "./phone-conditions";
import { requestConditions } from "./request-conditions";
import { roomConditions } from "./room-conditions";
import { verdict } from "./verdict";
import type { Standing } from "./verdict-shape";

type Planted = [cause: string, standing: Standing, facts: Facts];

const sqs = { queueDriver: "sqs" } as const;
const notPublished = (code: string) =>
  phoneFacts({ system: sqs, trail: [word("not_published", { layer: "queue", code })] });
const coded = (providerCode: string) =>
  phoneFacts({
    row: {
      ...{ status: "failed", providerCode, finalAt: ago(0), reasonCode: "provider_refused" },
      channel: isOfKakao(providerCode) ? "alimtalk" : "sms",
    },
  });
const stopped = { isStopped: true, lastPassAt: ago(HOUR) };

/** What no single word of a row says. */
const phones: Planted[] = [
  ["not_in_queue", "stuck", phoneFacts({ batch: null })],
  ["queue_denied", "stuck", notPublished("AccessDenied")],
  ["queue_key_wrong", "stuck", notPublished("InvalidClientTokenId")],
  ["queue_missing", "stuck", notPublished("QueueDoesNotExist")],
  ["queue_unreachable", "stuck", notPublished("TimeoutError")],
  ["queue_not_told", "stuck", phoneFacts({ system: sqs, batch: { availableAt: ago(5 * MINUTE) } })],
  [
    "queue_not_read",
    "stuck",
    phoneFacts({ system: sqs, batch: { availableAt: ago(15 * MINUTE), publishedAt: ago(12 * MINUTE) } }),
  ],
  ["queue_long", "stuck", phoneFacts({ batch: { availableAt: ago(15 * MINUTE) } })],
  ["no_worker", "stuck", phoneFacts({ system: { ...stopped, workers: 0 } })],
  ["scheduler_stopped", "stuck", phoneFacts({ system: stopped })],
  ["builds_crash", "stuck", phoneFacts({ batch: { lostBuilds: 3, attempt: 3 } })],
  ["worker_fault", "stuck", phoneFacts({ batch: { attempt: 1 }, trail: [word("worker_error")] })],
  ["lease_lost", "stuck", phoneFacts({ batch: { attempt: 1, leaseUntil: ago(5 * MINUTE) } })],
  ["left_behind", "stuck", phoneFacts({ batch: { phase: "done", availableAt: null } })],
  ["left_out", "ended", phoneFacts({ row: { status: "skipped", reasonCode: "opted_out" } })],
  [
    "sender_lapsed",
    "stuck",
    phoneFacts({
      batch: { phase: "held", heldReason: "sender_unregistered" },
      trail: [word("held", { code: "sender_unregistered" })],
      tenant: { senderStatus: "expired" },
    }),
  ],
  [
    "results_not_asked",
    "sent",
    phoneFacts({ row: { status: "sent", sentAt: ago(3 * HOUR) }, batch: { phase: "sent", pollAt: ago(HOUR) } }),
  ],
  ["number_guarded", "ended", coded("3059")],
  ["provider_throttled", "stuck", phoneFacts({ trail: [word("not_built", { code: "TooManyRequests" })] })],
  ["provider_unreachable", "stuck", phoneFacts({ trail: [word("not_built", { code: "timeout" })] })],
  ["send_unsure", "unknown", phoneFacts({ row: { status: "sending" }, trail: [word("unsure", { code: "timeout" })] })],
  ["withdraw_waits", "stuck", phoneFacts({ trail: [word("withdrawing", { code: "timeout" })] })],
  ["picture_refused", "ended", coded("1023")],
  ["text_refused", "ended", coded("1013")],
  ["number_dead", "ended", coded("3032")],
  ["recipient_opted_out", "ended", coded("2060")],
  ["recipient_refuses", "ended", coded("3047")],
  ["no_kakao", "ended", coded("3104")],
  ["not_by_night", "ended", coded("3108")],
  ["carrier_failed", "ended", coded("3043")],
  ["request_wrong", "ended", coded("1010")],
  ["taken_out", "ended", coded("2160")],
  ["not_sent_by_word", "ended", phoneFacts({ row: { status: "failed", reasonCode: "provider_refused" } })],
  [
    "provider_refused",
    "ended",
    phoneFacts({ row: { status: "failed", reasonCode: "provider_refused", providerCode: "ValidationError" } }),
  ],
  ["outcome_unknown", "unknown", phoneFacts({ row: { status: "unknown" } })],
  [
    "report_late",
    "sent",
    phoneFacts({ row: { status: "sent", sentAt: ago(30 * HOUR) }, batch: { phase: "sent", pollAt: ago(-MINUTE) } }),
  ],
];

const rooms: Planted[] = [
  ["schedule_broken", "stuck", roomFacts({ schedule: { status: "error" } })],
  ["lane_asleep", "stuck", roomFacts({ log: { nextAttemptAt: ago(5 * MINUTE) }, lane: { readyAt: null } })],
  ["line_long", "stuck", roomFacts({ log: { nextAttemptAt: ago(15 * MINUTE) }, lane: { ahead: 4 } })],
  ["no_worker", "stuck", roomFacts({ system: { ...stopped, workers: 0 } })],
  ["scheduler_stopped", "stuck", roomFacts({ system: stopped })],
  [
    "call_orphaned",
    "unknown",
    roomFacts({
      log: { status: "sending", startedAt: ago(9 * MINUTE) },
      parts: [part({ status: "sending", attempt: 1, startedAt: ago(9 * MINUTE) })],
      lane: { leaseUntil: ago(8 * MINUTE) },
    }),
  ],
  ["run_untaken", "stuck", roomFacts({ log: { nextAttemptAt: ago(5 * MINUTE) } })],
  ["missed_for_bot", "stuck", roomFacts({ log: { status: "missed", reasonCode: "bot_offline", nextAttemptAt: null } })],
  ["bot_offline", "stuck", roomFacts({ log: { nextAttemptAt: ago(2 * MINUTE) }, bot: { isHealthy: false } })],
  ["outcome_unseen", "unknown", roomFacts({ log: { status: "unknown", nextAttemptAt: null } })],
];

describe("what no single word says", () => {
  test.each([...phones, ...rooms])("%s: %s", (cause, standing, facts) => {
    expect(verdict(facts)).toMatchObject({ cause, standing });
  });
});

test("a request refused with a word stands at layer 1", () => {
  for (const { id, reasons, fix } of requestConditions)
    for (const reason of reasons)
      expect(verdict({ subject: "request", reason })).toMatchObject({
        cause: id,
        fix,
        layer: "api",
        standing: "ended",
      });
});

/** A row that carries the word, or the batch that waits with it. */
function recorded(reason: string, layer: string): Facts[] {
  const status = layer === "api" && reason !== "insufficient_balance" ? "skipped" : "failed";
  const over = phoneFacts({
    row: { status, reasonCode: reason, finalAt: ago(0) },
    ...(layer === "api" && { batch: null }),
  });
  const isHeld = holdReasons.some((held) => held === reason);
  const isParked = parkReasons.some((parked) => parked === reason);
  return [
    ...(["no_report", "nobody_knows"].includes(reason)
      ? [phoneFacts({ row: { status: "unknown", reasonCode: reason } })]
      : reason === "provider_refused"
        ? []
        : [over]),
    ...(isHeld ? [phoneFacts({ batch: { phase: "held", heldReason: reason, availableAt: null } })] : []),
    ...(isParked ? [phoneFacts({ tenant: { parkReason: reason } })] : []),
  ];
}

test("a phone's row or batch that carries a word stands where the word says", () => {
  for (const { id, reasons, layer, fix } of phoneConditions)
    for (const reason of reasons)
      for (const facts of recorded(reason, layer))
        expect([reason, verdict(facts)]).toMatchObject([reason, { cause: id, fix, layer }]);
});

test("an occurrence that ended with a word stands where the word says, and so does one that waits with it", () => {
  const statuses = {
    unknown: "unknown",
    api: "failed",
    queue: "skipped",
    worker: "failed",
    provider: "failed",
  } as const;
  for (const { id, reasons, layer, fix, standing } of roomConditions)
    for (const reason of reasons) {
      const status = standing === "unknown" ? statuses.unknown : statuses[layer];
      const ended = roomFacts({ log: { status, reasonCode: reason, nextAttemptAt: null } });
      expect([reason, verdict(ended)]).toMatchObject([reason, { cause: id, fix, layer }]);
      const waits = roomFacts({ log: { status: "deferred", reasonCode: reason, nextAttemptAt: ago(-MINUTE) } });
      expect([reason, verdict(waits)]).toMatchObject([
        reason,
        { standing: layer === "queue" && /^limit/.test(id) ? "waiting" : expect.stringMatching(/stuck|unknown/) },
      ]);
    }
});

test("every failed code of the provider has a cause, and it is the provider's", () => {
  for (const code of [...knownCodes, "1999", "3999", "FailedToAddMessage"]) {
    const facts = coded(code);
    expect([code, verdict(facts)]).toMatchObject([code, { layer: "provider", standing: "ended" }]);
    if (codeMeaning(code).codeClass === "C") expect(verdict(facts).cause).not.toBe("provider_refused");
  }
});

test("what a text is told in a code of KakaoTalk's is said as a refusal, and nothing of KakaoTalk", () => {
  const codes = knownCodes.filter(isOfKakao);
  expect(codes).toEqual(expect.arrayContaining(["3104", "3108", "1042", "3106", "1044"]));
  for (const providerCode of codes)
    for (const channel of ["sms", "lms", "mms"] as const) {
      const row = { status: "failed", reasonCode: "provider_refused", providerCode, channel } as const;
      expect([providerCode, verdict(phoneFacts({ row }))]).toMatchObject([
        providerCode,
        { cause: "provider_refused", fix: "ask_solapi", layer: "provider", standing: "ended" },
      ]);
    }
});

test("a send nobody heard the answer of is what is told, whatever had held its batch before", () => {
  const held = word("held", { id: 1, code: "NotEnoughBalance", at: ago(20 * MINUTE) });
  const unsure = word("unsure", { id: 2, code: "timeout", at: ago(2 * MINUTE) });
  const over = { row: { status: "sending" as const }, batch: { phase: "held" as const, heldReason: "no_balance" } };
  const tenant = { parkReason: "no_balance" };
  const said = (trail: (typeof held)[]) => verdict(phoneFacts({ ...over, trail, tenant }));
  expect(said([held])).toMatchObject({ cause: "no_balance", standing: "stuck" });
  expect(said([held, unsure])).toMatchObject({ cause: "send_unsure", standing: "unknown", fix: "wait_for_provider" });
  expect(said([unsure, { ...held, id: 3, at: ago(MINUTE) }])).toMatchObject({ cause: "no_balance" });
});

test("a try that came to something else since is what is told, unless its tenant is still held", () => {
  const trail = [
    word("held", { id: 1, code: "InvalidApiKey", at: ago(20 * MINUTE) }),
    word("not_built", { id: 2, code: "timeout", at: ago(MINUTE) }),
  ];
  const batch = { phase: "held" as const, heldReason: "auth_failed" };
  expect(verdict(phoneFacts({ batch, trail }))).toMatchObject({ cause: "provider_unreachable", standing: "stuck" });
  const tenant = { parkReason: "auth_failed" };
  expect(verdict(phoneFacts({ batch, trail, tenant }))).toMatchObject({ cause: "auth_failed" });
});

test("every condition of the table is somebody's verdict: none is hidden behind another", () => {
  const found = new Set<string | null>();
  const note = (facts: Facts) => found.add(`${facts.subject} ${verdict(facts).cause}`);
  for (const [, , facts] of [...phones, ...rooms]) note(facts);
  for (const { reasons } of requestConditions) for (const reason of reasons) note({ subject: "request", reason });
  for (const { reasons, layer } of phoneConditions)
    for (const reason of reasons) for (const facts of recorded(reason, layer)) note(facts);
  for (const { reasons } of roomConditions)
    for (const reason of reasons)
      note(roomFacts({ log: { status: "failed", reasonCode: reason, nextAttemptAt: null } }));
  for (const code of knownCodes) note(coded(code));
  const all = [...requestConditions, ...phoneConditions, ...roomConditions].map(
    ({ subject, id }) => `${subject} ${id}`,
  );
  expect(all.filter((one) => !found.has(one))).toEqual([]);
});
