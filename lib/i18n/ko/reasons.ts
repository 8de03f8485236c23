/** Why a message or one of its recipients didn't go: the keys are reason codes. Each says the next step. */
export const reasons = {
  // The request
  sender_required:
    "발신번호가 설정되지 않아 보내지 않았어요. 설정 › 발신번호에서 솔라피에 등록한 번호를 넣고 인증을 받은 뒤 다시 보내 주세요.",
  sender_not_verified: "인증된 발신번호가 아니에요. 설정 › 발신번호에서 인증을 받은 번호를 골라 주세요.",
  no_valid_recipients: "보낼 수 있는 수신자가 한 명도 없어요. 번호와 수신거부, 동의를 확인해 주세요.",
  too_many_recipients: "한 번에 {maximum}명까지 보낼 수 있어요. 나눠서 보내 주세요.",
  body_required: "보낼 내용이 없어요. 글을 적어 주세요.",
  template_required: "알림톡은 승인된 템플릿이 있어야 해요. 템플릿을 골라 주세요.",
  template_not_approved: "아직 승인되지 않은 템플릿이에요. 카카오 검수가 끝난 템플릿을 골라 주세요.",
  template_mismatch: "{line}번째 줄이 승인된 템플릿과 달라요. 템플릿의 글을 한 글자도 바꾸지 말고 변수만 채워 주세요.",
  kakao_channel_missing: "카카오 채널이 연결되지 않았어요. 설정 › 발신번호에서 채널을 먼저 연결해 주세요.",
  ad_settings_missing:
    "광고를 보내려면 보내는 이름과 무료 수신거부 번호(080)가 있어야 해요. 설정 › 발신번호에서 먼저 적어 주세요.",
  ad_not_on_alimtalk: "알림톡으로는 정보성 내용만 보낼 수 있어요. 광고는 문자로 보내 주세요.",
  ad_mark_variant:
    "광고 표시는 (광고)로만 쓸 수 있어요. [광고], (광 고) 같은 표시는 지워 주세요. (광고)는 저절로 붙어요.",
  ad_mark_on_info: "글이 광고라고 적혀 있어요. 목적을 광고로 바꾸거나 표시를 지워 주세요.",
  night_ban:
    "밤 9시부터 아침 8시까지는 야간 수신에 동의한 사람에게만 광고를 보낼 수 있어요. 오전 8시 이후로 예약해 주세요.",
  text_too_long: "글이 길어서 이 방식으로는 보낼 수 없어요. 글을 줄이거나 장문으로 바꿔 주세요.",
  unsupported_characters: "문자로 보낼 수 없는 글자가 있어요. 이모지나 특수 글자를 지워 주세요.",
  image_required: "MMS에는 이미지가 있어야 해요. 이미지를 올리거나 방식을 바꿔 주세요.",
  image_not_found: "쓸 수 없는 이미지예요. 이미지를 다시 올려 주세요.",
  image_only_mms: "이미지는 MMS로만 보낼 수 있어요. 방식을 MMS로 바꾸거나 이미지를 빼 주세요.",
  price_not_configured: "이 방식의 단가가 정해지지 않았어요. 본사에 단가 설정을 부탁해 주세요.",
  messaging_inactive: "이 조직은 문자 발송이 꺼져 있어요. 설정에서 켠 뒤에 다시 보내 주세요.",
  insufficient_balance: "잔액이 부족해서 보내지 않았어요. 충전한 뒤에 다시 보내 주세요.",
  idempotency_mismatch: "같은 Idempotency-Key로 다른 내용이 왔어요. 새 내용에는 새 키를 써 주세요.",
  // One recipient, before anything was sent
  picture_only_ad: "글이 거의 없는 이미지 광고는 스팸 거름을 피하는 것으로 보일 수 있어요. 내용을 글로도 적어 주세요.",
  night_info: "밤 9시부터 아침 8시 사이에 나가요. 급하지 않다면 낮으로 예약해 주세요.",
  phone_missing: "전화번호가 없어요.",
  phone_short: "전화번호가 짧아요. 10자리 이상이어야 해요.",
  phone_landline: "유선 전화라 문자를 받을 수 없어요.",
  phone_foreign: "해외 번호로는 보내지 않아요.",
  phone_invalid: "전화번호가 올바르지 않아요.",
  opted_out: "수신을 거부한 번호예요.",
  ad_consent_missing: "광고 수신에 동의하지 않았어요.",
  night_consent_missing: "야간 광고 수신에 동의하지 않았어요.",
  customer_deleted: "지워진 고객이에요.",
  variable_missing: "글에 넣을 값이 비어 있어요.",
  too_many_texts: "한 번호에 너무 많은 글이 왔어요. 20개까지 보내요.",
  duplicate: "같은 번호에 같은 글이 두 번 있어서 한 번만 보내요.",
  // One recipient, on its way
  provider_refused: "솔라피가 받지 않았어요. 코드를 눌러 까닭을 확인해 주세요.",
  sender_unregistered: "솔라피에 등록되지 않은 발신번호예요. 솔라피 콘솔에서 발신번호를 등록해 주세요.",
  auth_failed: "솔라피 키가 맞지 않아요. 설정에서 API 키를 다시 넣어 주세요.",
  expired: "정해진 시간 안에 보내지 못해 그만뒀어요. 다시 보내 주세요.",
  cancelled: "보내기 전에 취소했어요.",
  no_report: "72시간 안에 통신사 결과가 오지 않았어요. 받은 사람에게 확인해 주세요.",
};
