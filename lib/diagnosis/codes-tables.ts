import type { Layer } from "@/db/enums";

/** What we did when we met a code; words under `we` of `codeBook`. */
export type CodeDeed =
  | "refused"
  | "keptFailed"
  | "warned"
  | "skipped"
  | "held"
  | "heldOne"
  | "forPerson"
  | "ended"
  | "unknown"
  | "withdrawn"
  | "recovered"
  | "retried"
  | "failedNow"
  | "parked"
  | "stopped"
  | "checked"
  | "missed"
  | "waits"
  | "byPerson"
  | "askedAgain"
  | "groupRead";

/** What a person does about it; words under `you` of `codeBook`. */
export type CodeStep =
  | "nothing"
  | "fixRequest"
  | "fixRecipients"
  | "registerSender"
  | "chooseTemplate"
  | "fixImage"
  | "setUp"
  | "sendLater"
  | "askHq"
  | "turnOn"
  | "charge"
  | "newKey"
  | "fixNumber"
  | "respect"
  | "seeCode"
  | "fixKey"
  | "allowIp"
  | "fixClock"
  | "topUpSolapi"
  | "liftGuard"
  | "askSolapi"
  | "sendAgain"
  | "askRecipient"
  | "decide"
  | "askOperator"
  | "checkBot"
  | "checkRoom"
  | "approveBot"
  | "activate"
  | "lookInRoom"
  | "fixSchedule"
  | "limits"
  | "scheduler";

export type CodeRow = readonly [codes: string, layer: Layer | null, deed: CodeDeed, step: CodeStep];

/** Reasons of messages to phones (`reasons` words), by the layer they stop at. */
export const phoneRows: readonly CodeRow[] = [
  ["sender_required sender_not_verified", "api", "refused", "registerSender"],
  ["no_valid_recipients too_many_recipients", "api", "refused", "fixRecipients"],
  [
    "body_required text_too_long subject_too_long subject_not_allowed unsupported_characters ad_mark_variant ad_mark_on_info",
    "api",
    "refused",
    "fixRequest",
  ],
  ["template_required template_mismatch", "api", "refused", "chooseTemplate"],
  ["kakao_channel_missing ad_settings_missing", "api", "refused", "setUp"],
  ["ad_not_on_alimtalk", "api", "refused", "fixRequest"],
  ["night_ban", "api", "refused", "sendLater"],
  ["image_required image_not_found image_only_mms", "api", "refused", "fixImage"],
  ["price_not_configured", "api", "refused", "askHq"],
  ["idempotency_mismatch", "api", "refused", "newKey"],
  ["insufficient_balance", "api", "keptFailed", "charge"],
  ["picture_only_ad", "api", "warned", "fixRequest"],
  ["night_info", "api", "warned", "sendLater"],
  ["phone_missing phone_short phone_landline phone_foreign phone_invalid", "api", "skipped", "fixNumber"],
  ["opted_out ad_consent_missing night_consent_missing", "api", "skipped", "respect"],
  ["customer_deleted variable_missing too_many_texts", "api", "skipped", "fixRecipients"],
  ["duplicate", "api", "skipped", "nothing"],
  ["cancelled", "api", "withdrawn", "nothing"],
  ["cancel_requested", "provider", "withdrawn", "nothing"],
  ["expired", "worker", "ended", "sendAgain"],
  ["messaging_inactive", "worker", "heldOne", "turnOn"],
  ["template_not_approved", "worker", "heldOne", "chooseTemplate"],
  ["key_missing key_unreadable", "worker", "held", "fixKey"],
  ["image_missing", "worker", "heldOne", "fixImage"],
  ["number_unreadable", "worker", "heldOne", "askOperator"],
  ["mode_changed", "worker", "heldOne", "sendAgain"],
  ["build_lost", "worker", "forPerson", "askOperator"],
  ["auth_failed", "provider", "held", "fixKey"],
  ["ip_not_allowed", "provider", "held", "allowIp"],
  ["clock_skew", "provider", "held", "fixClock"],
  ["no_balance", "provider", "held", "topUpSolapi"],
  ["sender_unregistered", "provider", "held", "registerSender"],
  ["number_guarded", "provider", "held", "liftGuard"],
  ["app_blocked", "provider", "held", "askSolapi"],
  ["template_refused", "provider", "heldOne", "chooseTemplate"],
  ["provider_refused", "provider", "ended", "seeCode"],
  ["group_failed group_deleted group_lost", "provider", "forPerson", "decide"],
  ["no_report nobody_knows", "provider", "unknown", "askRecipient"],
  ["recovered_sent recovered_failed recovered_unknown recovered_proven", null, "recovered", "nothing"],
];

/** Reasons of occurrences in rooms (`reasons` of the `logs` words) and the names of the limits. */
export const roomRows: readonly CodeRow[] = [
  ["bot_offline", "provider", "retried", "checkBot"],
  ["queue_full gateway_refused", "provider", "retried", "checkBot"],
  ["auth_failed", "provider", "parked", "checkBot"],
  ["egress_denied", "worker", "parked", "checkBot"],
  ["payload_too_large unsupported_media", "provider", "failedNow", "fixSchedule"],
  ["room_unknown", "provider", "failedNow", "checkRoom"],
  ["timeout conn_reset bad_response gateway_5xx not_observed", "provider", "stopped", "lookInRoom"],
  ["gateway_unsure", "provider", "parked", "checkBot"],
  ["interrupted", "worker", "stopped", "lookInRoom"],
  ["room_deleted room_inactive room_moved room_not_test", "worker", "checked", "checkRoom"],
  ["org_inactive sender_disabled sender_no_access", "worker", "checked", "activate"],
  ["bot_not_approved", "worker", "parked", "approveBot"],
  ["gateway_missing secret_unreadable", "worker", "parked", "checkBot"],
  ["image_missing", "worker", "failedNow", "fixSchedule"],
  ["not_prepared", "worker", "failedNow", "askOperator"],
  ["scheduler_down too_old", "worker", "missed", "scheduler"],
  ["sent_too_late", "worker", "waits", "limits"],
  ["device_busy wait_over", "queue", "waits", "limits"],
  ["minGapSeconds perMinute perHour callsPerDay runsPerDay", "queue", "waits", "limits"],
  ["by_person schedule_off schedule_deleted", "api", "byPerson", "nothing"],
  ["schedule_broken", "api", "failedNow", "fixSchedule"],
  ["not_delivered", "provider", "byPerson", "nothing"],
  ["given_up", null, "byPerson", "nothing"],
  ["run_ended", null, "failedNow", "nothing"],
];

/** What Solapi answers to a request itself, as its documents spell it; which of our reasons it is, is read from lib/transports. */
export const requestNames = [
  "Unauthorized",
  "InvalidApiKey",
  "InvalidToken",
  "SignatureDoesNotMatch",
  "InvalidSignature",
  "InvalidAccountId",
  "RequestTimeTooSkewed",
  "DuplicatedSignature",
  "InvalidIpAddress",
  "Forbidden",
  "NotEnoughBalance",
  "BalanceInsufficient",
  "InvalidPaymentId",
  "InvalidSenderId",
  "InvalidAppId",
  "BlockedApp",
  "InDevelopment",
  "InactiveApp",
  "TooManyRequests",
  "RecipientsTooMany",
  "InvalidScheduledDate",
  "ImageNotFound",
  "InvalidCountryId",
  "ValidationError",
  "ResourceNotFound",
  "GroupInProcessing",
  "AlreadySent",
  "ScheduledGroup",
  "FailedGroup",
  "DeletedGroup",
  "InvalidStatus",
  "InvalidGroupStatus",
  "NotOperationalStatus",
] as const;

/** Of a request that was refused, or that nobody answered: our words for it (`port` of `codeBook`). */
export const requestRows: readonly CodeRow[] = [
  ["auth_failed", "provider", "held", "fixKey"],
  ["ip_not_allowed", "provider", "held", "allowIp"],
  ["clock_skew", "provider", "held", "fixClock"],
  ["no_balance", "provider", "held", "topUpSolapi"],
  ["sender_unregistered", "provider", "held", "registerSender"],
  ["app_blocked", "provider", "held", "askSolapi"],
  ["throttled unavailable not_found", "provider", "askedAgain", "nothing"],
  ["bad_response timeout lost gateway_5xx", "provider", "groupRead", "nothing"],
  ["group_state", "provider", "groupRead", "nothing"],
  ["invalid", "provider", "ended", "askOperator"],
];
