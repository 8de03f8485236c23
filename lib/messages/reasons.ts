import { AppError, type AppErrorDetail } from "@/lib/errors";

/** Why a recipient got no message though one was asked for. */
export const skipReasons = [
  "phone_missing",
  "phone_short",
  "phone_landline",
  "phone_foreign",
  "phone_invalid",
  "opted_out",
  "ad_consent_missing",
  "night_consent_missing",
  "customer_deleted",
  "variable_missing",
  "too_many_texts",
  "text_too_long",
  "unsupported_characters",
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** Not rows, but told with them: the same number and the same text were asked for before. */
export const DUPLICATE = "duplicate";

/** What is wrong with the request itself, where S1 and S3 answer 400 (rulings 14). */
const BAD_REQUEST = [
  "sender_required",
  "sender_not_verified",
  "no_valid_recipients",
  "body_required",
  "template_required",
  "template_not_approved",
  "template_mismatch",
  "kakao_channel_missing",
  "ad_settings_missing",
  "ad_not_on_alimtalk",
  "ad_mark_variant",
  "ad_mark_on_info",
  "night_ban",
  "text_too_long",
  "subject_too_long",
  "subject_not_allowed",
  "unsupported_characters",
  "image_required",
  "image_not_found",
  "image_only_mms",
  "too_many_recipients",
] as const;

/** What the installation's state forbids, however right the request: 409. */
const STATE = ["price_not_configured", "messaging_inactive", "insufficient_balance", "idempotency_mismatch"] as const;

export const requestReasons = [...BAD_REQUEST, ...STATE];
export type RequestReason = (typeof requestReasons)[number];

const isState = (reason: RequestReason): boolean => (STATE as readonly string[]).includes(reason);

/** A refused send: 400 where the request has to change, 409 where the state has to. Its words are in the `reasons` catalogue. */
export const refusal = (reason: RequestReason, detail: Omit<AppErrorDetail, "reason" | "status"> = {}): AppError =>
  isState(reason)
    ? new AppError("conflict", { ...detail, reason })
    : new AppError("invalid", { ...detail, reason, status: 400 });
