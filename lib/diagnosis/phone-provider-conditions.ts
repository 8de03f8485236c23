import { isOfKakao } from "@/lib/transports/kakao-codes";
import { type CodeRemedy, codeMeaning } from "@/lib/transports/solapi-codes";
import { type Condition, onLayer, plain, type Row } from "./conditions";
import type { PhoneFacts } from "./facts";
import { isOpen, isRetold, lastWord, reasonOf } from "./phone-state";

type PhoneRow = Row<PhoneFacts>;

/** A phone that is off keeps its report away for hours; what has none after a day is late. */
export const REPORT_LATE_MS = 24 * 3_600_000;

/** The provider's final word on this recipient, by what a person does about it. */
const remedyOf = ({ row }: PhoneFacts): CodeRemedy | null => {
  if (row?.status !== "failed" || row.providerCode === null || row.isInferred) return null;
  const { codeClass, remedy } = codeMeaning(row.providerCode);
  return codeClass === "S" || codeClass === "P" || codeClass === "U" ? null : remedy;
};
const told =
  (...remedies: CodeRemedy[]) =>
  (facts: PhoneFacts) => {
    const remedy = remedyOf(facts);
    const { channel, providerCode } = facts.row ?? {};
    if (remedy === null || (channel !== "alimtalk" && isOfKakao(providerCode))) return false;
    return remedies.includes(remedy);
  };
const isSetUp = ({ row }: PhoneFacts) => codeMeaning(row?.providerCode).codeClass === "C";

/** A step that came to nothing at the provider and is tried again by itself. */
const putOff = (facts: PhoneFacts) => {
  if (!isOpen(facts) || reasonOf(facts) !== null) return null;
  const last = lastWord(facts);
  return last && ["not_built", "refused", "leaving_out"].includes(last.event) ? last : null;
};
const isThrottled = (facts: PhoneFacts) => {
  const last = putOff(facts);
  return last !== null && (last.httpStatus === 429 || /429|TooManyRequests|throttled/i.test(last.code ?? ""));
};
const lastIs = (event: string) => (facts: PhoneFacts) =>
  isOpen(facts) && reasonOf(facts) === null && lastWord(facts)?.event === event;

const isUnknown = (facts: PhoneFacts) => facts.row?.status === "unknown" && !isRetold(facts);
const isLate = ({ row, now }: PhoneFacts) =>
  row?.status === "sent" &&
  !row.isInferred &&
  row.source !== "import" &&
  row.sentAt !== null &&
  now.getTime() - row.sentAt.getTime() > REPORT_LATE_MS;

const PROVIDER: readonly PhoneRow[] = [
  // Set-up: every other message meets it too
  ["auth_failed", "check_key", "S1-29", { reasons: ["auth_failed"], when: told("fixAccount") }],
  plain("ip_not_allowed", "allow_ip", "S3-35"),
  plain("clock_skew", "set_clock", "S3-35"),
  ["no_balance", "charge_solapi", "S3-35", { reasons: ["no_balance"], when: told("topUp") }],
  [
    "sender_unregistered",
    "register_sender",
    "S3-35",
    { reasons: ["sender_unregistered"], when: told("registerSender") },
  ],
  ["number_guarded", "lift_number_guard", "S3-30", { reasons: ["number_guarded"], when: told("liftNumberGuard") }],
  ["app_blocked", "ask_solapi", "S3-35", { reasons: ["app_blocked"], when: (f) => told("askSolapi")(f) && isSetUp(f) }],
  [
    "template_refused",
    "fix_template",
    "S3-31",
    { reasons: ["template_refused"], when: told("fixTemplate", "fixChannel", "fixButtons") },
  ],
  // What becomes of the group
  plain("group_failed", "decide_batch", "rulings 17"),
  plain("group_deleted", "decide_batch", "rulings 17"),
  ["group_lost", "decide_batch", "rulings 17", { reasons: ["group_lost"] }],
  // Passing
  ["provider_throttled", "wait_for_provider", "S3-35", { reasons: ["throttled"], when: isThrottled }],
  [
    "provider_unreachable",
    "wait_for_provider",
    "S3-35",
    { reasons: ["unavailable", "bad_response"], when: (facts) => putOff(facts) !== null },
  ],
  ["send_unsure", "wait_for_provider", "solapi.md 6.2", { when: lastIs("unsure"), standing: "unknown" }],
  ["withdraw_waits", "wait_for_provider", "solapi.md 6.2", { when: lastIs("withdrawing") }],
  // One recipient
  ["picture_refused", "upload_image", "S3-29", { when: told("uploadImage") }],
  ["text_refused", "fix_text", "S3-29", { when: told("fixText") }],
  ["number_dead", "fix_number", "S3-29", { when: told("fixNumber") }],
  ["recipient_opted_out", "respect_refusal", "S3-29", { when: told("respectOptOut") }],
  ["recipient_refuses", "ask_recipient", "S3-29", { when: told("askRecipient") }],
  ["no_kakao", "send_as_text", "S3-31", { when: told("sendAsText") }],
  ["not_by_night", "send_by_day", "S3-31", { when: told("daytime") }],
  ["carrier_failed", "resend_message", "S3-29", { when: told("sendAgain") }],
  ["request_wrong", "tell_operator", "S3-29", { when: told("tellUs") }],
  ["taken_out", "resend_message", "S3-29", { when: told("nothing", "wait") }],
  [
    "not_sent_by_word",
    "resend_message",
    "rulings 17",
    { when: (f) => reasonOf(f) === "provider_refused" && f.row?.providerCode === null },
  ],
  [
    "provider_refused",
    "ask_solapi",
    "S3-29",
    { reasons: ["provider_refused", "invalid", "not_found", "group_state"], when: (f) => remedyOf(f) !== null },
  ],
  // Results
  ["no_report", "ask_recipient", "rulings 16", { reasons: ["no_report"], standing: "unknown" }],
  ["nobody_knows", "ask_recipient", "rulings 17", { reasons: ["nobody_knows"], standing: "unknown" }],
  ["outcome_unknown", "ask_recipient", "rulings 9", { when: isUnknown, standing: "unknown" }],
  ["report_late", "wait_for_report", "S1-13", { when: isLate, standing: "sent" }],
];

/** Layer 4 of messages to phones: Solapi and the carriers behind it. */
export const phoneProviderConditions: readonly Condition<PhoneFacts>[] = onLayer(
  "phone",
  "provider",
  reasonOf,
  PROVIDER,
);
