import { type Condition, onLayer, plain } from "./conditions";
import type { RequestFacts } from "./facts";

/**
 * Why a request was refused before anything was written. Every one lies with layer 1: what it says or who says it (S1-08…10,
 * S3-06…09), or what the installation's state forbids at once.
 */
export const requestConditions: readonly Condition<RequestFacts>[] = onLayer<RequestFacts>(
  "request",
  "api",
  ({ reason }) => reason,
  [
    ["signed_out", "sign_in", "S1-06", { reasons: ["unauthenticated"] }],
    ["no_permission", "get_permission", "S1-09", { reasons: ["forbidden"] }],
    ["tenant_unknown", "use_own_tenant", "S3-25", { reasons: ["not_found"] }],
    ["request_malformed", "fix_request", "S1-08", { reasons: ["invalid"] }],
    ["too_many_requests", "slow_down", "S1-08", { reasons: ["rate_limited"] }],
    ["request_conflict", "fix_request", "S1-08", { reasons: ["conflict"] }],
    ["server_error", "tell_operator", "S1-10", { reasons: ["internal"] }],
    ["sender_required", "choose_sender", "S3-06", { reasons: ["sender_required"] }],
    ["sender_not_verified", "choose_sender", "S3-26", { reasons: ["sender_not_verified"] }],
    ["no_valid_recipients", "fix_number", "S3-07", { reasons: ["no_valid_recipients"] }],
    ["too_many_recipients", "fix_request", "S1-08", { reasons: ["too_many_recipients"] }],
    plain("body_required", "fix_request", "S3-09"),
    plain("template_required", "choose_template", "S3-08"),
    ["template_not_approved", "choose_template", "S3-08", { reasons: ["template_not_approved"] }],
    plain("template_mismatch", "fix_request", "S3-08"),
    plain("kakao_channel_missing", "connect_channel", "S3-08"),
    plain("ad_settings_missing", "set_ad_details", "rulings 14"),
    plain("ad_not_on_alimtalk", "fix_request", "rulings 14"),
    ["ad_mark_wrong", "fix_request", "rulings 14", { reasons: ["ad_mark_variant", "ad_mark_on_info"] }],
    plain("night_ban", "send_by_day", "rulings 14"),
    [
      "text_does_not_fit",
      "fix_text",
      "rulings 15",
      { reasons: ["text_too_long", "subject_too_long", "subject_not_allowed", "unsupported_characters"] },
    ],
    [
      "image_does_not_fit",
      "fix_request",
      "rulings 15",
      { reasons: ["image_required", "image_not_found", "image_only_mms"] },
    ],
    plain("price_not_configured", "set_price", "S3-20"),
    ["messaging_inactive", "turn_messaging_on", "S3-05", { reasons: ["messaging_inactive"] }],
    ["insufficient_balance", "charge", "S3-05", { reasons: ["insufficient_balance"] }],
    plain("idempotency_mismatch", "new_key", "rulings 14"),
  ],
);
