export const orgs = {
  settings: {
    label: "설정",
    soon: "준비 중",
    orgs: "조직과 사람",
    rooms: "봇과 톡방",
    limits: "한도",
    templates: "템플릿",
    senders: "발신번호",
    prices: "요금과 잔액",
    alerts: "알림 규칙",
    audit: "감사 로그",
    sessions: "내 로그인",
  },
};
