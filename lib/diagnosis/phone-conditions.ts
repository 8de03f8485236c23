import { type Condition, LEFT_MS, LONG_LINE_MS, onLayer, plain, type Row, UNTAKEN_MS } from "./conditions";
import type { PhoneFacts } from "./facts";
import { phoneProviderConditions } from "./phone-provider-conditions";
import { dueMs, heldWord, isAtWork, isOpen, lastWord, leaseLostMs, queueProblem, reasonOf } from "./phone-state";

type PhoneRow = Row<PhoneFacts>;

/** Nobody's number, or nobody who wants it: decided as the message was accepted (S3-10, C-21). */
const API: readonly PhoneRow[] = [
  ["phone_unusable", "fix_number", "S3-10", { reasons: ["phone_missing", "phone_short", "phone_invalid"] }],
  ["phone_not_mobile", "fix_number", "S3-10", { reasons: ["phone_landline", "phone_foreign"] }],
  plain("opted_out", "respect_refusal", "S3-10"),
  ["consent_missing", "get_consent", "S3-10", { reasons: ["ad_consent_missing", "night_consent_missing"] }],
  plain("customer_deleted", "fix_number", "S3-07"),
  plain("variable_missing", "fill_values", "S3-08"),
  [
    "row_text_does_not_fit",
    "fix_text",
    "S3-12",
    { reasons: ["too_many_texts", "text_too_long", "unsupported_characters"] },
  ],
  ["insufficient_balance", "charge", "S3-18", { reasons: ["insufficient_balance"] }],
];

const isSqs = ({ system }: PhoneFacts) => system.queueDriver === "sqs";
const problemIs = (codes: RegExp) => (facts: PhoneFacts) => codes.test(queueProblem(facts) ?? "");
/** The queue's own words for what is wrong with it, for the probe that asks it too. */
export const DENIED = /^(AccessDenied|AuthorizationError|KMS)/;
export const BAD_KEY =
  /^(InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|InvalidSignature|ExpiredToken|MissingAuthenticationToken|InvalidAccessKeyId|CredentialsProviderError|OptInRequired)/;
export const NO_QUEUE = /^(QueueDoesNotExist|NonExistentQueue|QueueDeletedRecently|InvalidAddress)/;

const QUEUE: readonly PhoneRow[] = [
  ["not_in_queue", "tell_operator", "S3-15", { when: (facts) => isOpen(facts) && facts.batch === null }],
  ["queue_denied", "allow_queue", "S1-15", { when: problemIs(DENIED) }],
  ["queue_key_wrong", "set_queue_key", "S1-15", { when: problemIs(BAD_KEY) }],
  ["queue_missing", "name_queue", "S1-03", { when: problemIs(NO_QUEUE) }],
  ["queue_unreachable", "reach_queue", "S1-03", { when: (facts) => queueProblem(facts) !== null }],
  [
    "queue_not_told",
    "put_in_queue_again",
    "S3-15",
    { when: (facts) => isSqs(facts) && isUntaken(facts, UNTAKEN_MS) && facts.batch?.publishedAt === null },
  ],
  [
    "queue_not_read",
    "read_queue",
    "S1-17",
    { when: (facts) => isSqs(facts) && isUntaken(facts, LONG_LINE_MS) && facts.batch?.publishedAt !== null },
  ],
  ["queue_long", "add_worker", "S1-17", { when: (facts) => !isSqs(facts) && isUntaken(facts, LONG_LINE_MS) }],
];

/** Due for so long in nobody's hands, though something passes and nothing of its own holds it. */
const isUntaken = (facts: PhoneFacts, ms: number): boolean =>
  dueMs(facts) > ms && !facts.system.isStopped && facts.batch?.leaseUntil === null && reasonOf(facts) === null;

/** The one under way isn't lost yet. */
const lostBuilds = (facts: PhoneFacts) => (facts.batch?.lostBuilds ?? 0) - (isAtWork(facts) ? 1 : 0);

const isStopped = (facts: PhoneFacts) => facts.system.isStopped && dueMs(facts) > 0;
/** Not verified with us any more, seen before Solapi was asked at all. */
const isSenderLapsed = (facts: PhoneFacts) =>
  isOpen(facts) &&
  reasonOf(facts) === "sender_unregistered" &&
  heldWord(facts) === "sender_unregistered" &&
  facts.tenant.senderStatus !== "verified";
/** Skipped or failed by what the worker saw right before it built the batch. */
const isLeftOut = ({ row, batch }: PhoneFacts) =>
  row !== null && batch !== null && row.status === "skipped" && row.reasonCode !== null;

const WORKER: readonly PhoneRow[] = [
  ["no_worker", "start_worker", "S1-04", { when: (facts) => isStopped(facts) && facts.system.workers === 0 }],
  ["scheduler_stopped", "start_scheduler", "S1-16", { when: isStopped }],
  [
    "builds_crash",
    "read_worker_log",
    "S1-20",
    { when: (facts) => isOpen(facts) && reasonOf(facts) === null && lostBuilds(facts) > 1 },
  ],
  [
    "worker_fault",
    "read_worker_log",
    "S1-18",
    { when: (facts) => isOpen(facts) && lastWord(facts)?.event === "worker_error" },
  ],
  ["lease_lost", "let_resume", "S1-19", { when: (facts) => leaseLostMs(facts) > LEFT_MS }],
  [
    "left_behind",
    "tell_operator",
    "S3-33",
    { when: (facts) => isOpen(facts) && ["done", "expired", "cancelled", "sent"].includes(facts.batch?.phase ?? "") },
  ],
  ["left_out", "respect_refusal", "S3-10", { when: isLeftOut }],
  ["sender_lapsed", "choose_sender", "S3-26", { when: isSenderLapsed }],
  plain("key_missing", "set_solapi_key", "S3-24"),
  plain("key_unreadable", "restore_keys", "S1-24"),
  ["messaging_off", "turn_messaging_on", "S3-22", { reasons: ["messaging_inactive"] }],
  ["template_unapproved", "choose_template", "S3-08", { reasons: ["template_not_approved"] }],
  plain("mode_changed", "use_same_mode", "S3-28"),
  ["picture_missing", "upload_image", "S3-27", { reasons: ["image_missing"] }],
  plain("number_unreadable", "restore_keys", "S1-24"),
  plain("build_lost", "decide_batch", "S3-34"),
  plain("expired", "resend_message", "solapi.md 6.2"),
  ["results_not_asked", "start_scheduler", "S1-16", { when: (facts) => isUnasked(facts), standing: "sent" }],
];

/** Results are asked for every quarter of an hour at most. */
const UNASKED_MS = 30 * 60_000;
const isUnasked = ({ row, batch, now }: PhoneFacts) =>
  row?.status === "sent" &&
  row.sentAt !== null &&
  batch?.phase === "sent" &&
  batch.pollAt !== null &&
  now.getTime() - batch.pollAt.getTime() > UNASKED_MS;

/** In the order of the layers; the first that holds is where a message to a phone stands. */
export const phoneConditions: readonly Condition<PhoneFacts>[] = [
  ...onLayer("phone", "api", (facts: PhoneFacts) => (isLeftOut(facts) ? null : reasonOf(facts)), API),
  ...onLayer("phone", "queue", reasonOf, QUEUE),
  ...onLayer("phone", "worker", reasonOf, WORKER),
  ...phoneProviderConditions,
];
