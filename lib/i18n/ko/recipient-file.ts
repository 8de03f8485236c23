/** The file of a message's recipients. */
export const recipientFile = {
  columns: {
    ordinal: "순서",
    name: "이름",
    phone: "전화번호",
    channel: "방식",
    status: "상태",
    layer: "멈춘 계층",
    reason: "까닭",
    code: "코드",
    amount: "금액",
    sentAt: "보낸 때(KST)",
    finalAt: "결과 난 때(KST)",
  },
  channel: { sms: "단문", lms: "장문", mms: "MMS", alimtalk: "알림톡" },
  status: {
    queued: "대기",
    sending: "발송 중",
    sent: "결과 대기",
    delivered: "도착",
    failed: "실패",
    skipped: "건너뜀",
    unknown: "미확인",
    cancelled: "취소",
  },
};
