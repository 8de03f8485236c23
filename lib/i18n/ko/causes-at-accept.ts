/** What keeps a message from being accepted, or one of its recipients out. */
export const causesAtAccept = {
  signed_out: {
    title: "로그인하지 않은 요청이에요",
    why: "세션이 끝났거나 토큰이 없어서 받지 않았어요. 아무것도 적지 않았어요.",
  },
  no_permission: { title: "보낼 권한이 없어요", why: "이 계정의 역할이나 소속으로는 보낼 수 없어서 받지 않았어요." },
  tenant_unknown: {
    title: "이 계정이 쓸 수 있는 조직이 아니에요",
    why: "X-Tenant-Code의 조직이 없거나 이 계정의 범위 밖이에요.",
  },
  request_malformed: {
    title: "요청의 모양이 맞지 않아요",
    why: "빠졌거나 잘못 적힌 칸이 있어서 받지 않았어요. 답에 어느 칸인지 적혀 있어요.",
  },
  too_many_requests: { title: "요청이 너무 잦아요", why: "짧은 시간에 너무 많이 와서 받지 않았어요." },
  request_conflict: {
    title: "그사이 다른 일이 먼저 있었어요",
    why: "같은 것이 이미 진행 중이거나 상태가 바뀌어서 받지 않았어요.",
  },
  server_error: {
    title: "접수하다가 서버에서 오류가 났어요",
    why: "요청 탓이 아니에요. 아무것도 적지 못했으니 나간 메시지도 없어요.",
  },
  sender_required: {
    title: "발신번호가 설정되지 않았어요",
    why: "보내는 조직에 발신번호가 없어서 접수하지 않았어요.",
  },
  sender_not_verified: {
    title: "인증된 발신번호가 아니에요",
    why: "고른 번호가 이 조직에서 인증을 마치지 않아서 접수하지 않았어요.",
  },
  no_valid_recipients: {
    title: "보낼 수 있는 수신자가 없어요",
    why: "고른 수신자가 모두 지워졌거나, 번호가 없거나, 수신을 거부했어요.",
  },
  too_many_recipients: {
    title: "한 번에 보낼 수 있는 사람 수를 넘었어요",
    why: "수신자가 한도보다 많아서 접수하지 않았어요.",
  },
  body_required: { title: "보낼 내용이 비어 있어요", why: "글이 없어서 접수하지 않았어요." },
  template_required: {
    title: "알림톡 템플릿을 고르지 않았어요",
    why: "알림톡은 승인된 템플릿으로만 보낼 수 있어요.",
  },
  template_not_approved: {
    title: "승인되지 않은 템플릿이에요",
    why: "카카오 검수가 끝나지 않아서 접수하지 않았어요.",
  },
  template_mismatch: { title: "글이 승인된 템플릿과 달라요", why: "알림톡은 변수 말고는 한 글자도 바꿀 수 없어요." },
  kakao_channel_missing: { title: "카카오 채널이 연결되지 않았어요", why: "이 조직에 알림톡을 보낼 채널이 없어요." },
  ad_settings_missing: {
    title: "광고에 꼭 적을 것이 없어요",
    why: "보내는 이름과 무료 수신거부 번호(080)가 없어서 접수하지 않았어요.",
  },
  ad_not_on_alimtalk: { title: "알림톡으로는 광고를 보낼 수 없어요", why: "알림톡은 정보성 내용만 받아요." },
  ad_mark_wrong: {
    title: "광고 표시가 목적과 맞지 않아요",
    why: "글의 광고 표시와 고른 목적이 달라서 접수하지 않았어요.",
  },
  night_ban: {
    title: "밤에는 광고를 보낼 수 없어요",
    why: "밤 9시부터 아침 8시까지는 야간 수신에 동의한 사람에게만 보낼 수 있어요.",
  },
  text_does_not_fit: {
    title: "글이나 제목이 이 방식에 맞지 않아요",
    why: "길이를 넘었거나 쓸 수 없는 글자가 있어서 접수하지 않았어요.",
  },
  image_does_not_fit: {
    title: "이미지가 이 방식에 맞지 않아요",
    why: "이미지가 없거나, 쓸 수 없거나, 이 방식에는 붙일 수 없어요.",
  },
  price_not_configured: {
    title: "단가가 정해지지 않았어요",
    why: "이 방식의 단가가 비어 있으면 얼마가 들지 몰라서 보내지 않아요. 0원이면 0이라고 적어야 해요.",
  },
  messaging_inactive: {
    title: "문자 발송이 꺼져 있어요",
    why: "이 조직의 문자 발송이 꺼져 있어서 접수하지 않았어요.",
  },
  insufficient_balance: {
    title: "잔액이 모자라요",
    why: "보낼 돈을 잡아 둘 수 없어서 보내지 않았어요. 기록만 남고 요금은 0원이에요.",
  },
  idempotency_mismatch: {
    title: "같은 키로 다른 내용이 왔어요",
    why: "Idempotency-Key가 앞선 요청과 같은데 내용이 달라서 받지 않았어요.",
  },
  phone_unusable: {
    title: "쓸 수 없는 전화번호예요",
    why: "번호가 없거나, 열 자리보다 짧거나, 번호 모양이 아니에요.",
  },
  phone_not_mobile: { title: "문자를 받을 수 없는 번호예요", why: "유선 전화나 해외 번호로는 보내지 않아요." },
  opted_out: { title: "수신을 거부한 번호예요", why: "받지 않겠다고 한 사람이라 보내지 않았어요." },
  consent_missing: {
    title: "광고 수신에 동의하지 않았어요",
    why: "동의가 없으면 광고를 보낼 수 없어요. 밤에는 야간 동의가 따로 있어야 해요.",
  },
  customer_deleted: { title: "지워진 고객이에요", why: "고객 명단에서 지워져서 보내지 않았어요." },
  variable_missing: { title: "글에 넣을 값이 비어 있어요", why: "이 사람에게 채울 값이 없어서 보내지 않았어요." },
  row_text_does_not_fit: {
    title: "이 사람에게 갈 글이 맞지 않아요",
    why: "값을 채우니 너무 길거나, 쓸 수 없는 글자가 있거나, 한 번호에 글이 너무 많아요.",
  },
  schedule_broken: {
    title: "예약 내용에 문제가 있어요",
    why: "예약의 내용으로는 보낼 것을 만들 수 없어서 예약이 멈췄어요.",
  },
};
