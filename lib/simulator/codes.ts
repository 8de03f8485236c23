/** What Solapi says beside each code (its public table); a recipient may ask for any of them by its last four digits. */
const SAID: Record<string, string> = {
  "2000": "정상 접수(이통사로 접수 예정) ",
  "3000": "이통사로 접수(리포트를 기다리는 중)",
  "4000": "수신완료",
  "1010": "필수 입력 값 미입력",
  "1011": "Format Error",
  "1013": "제목은 SMS에서 사용할 수 없습니다.",
  "1014": "제목 40byte 초과",
  "1020": "등록된 계정이 아니거나 패스워드가 틀림",
  "1021": "존재하지 않는 메시지",
  "1022": "존재하지 않는 그룹",
  "1023": "존재하지 않는 이미지",
  "1024": "서버 오류",
  "1025": "잘못된 메시지 타입",
  "1026": "중복 수신번호",
  "1027": "UTF-8이 아님",
  "1028": "표현할 수 없는 문자 포함",
  "1029": "EUC-KR 범위를 벗어난 문자 포함",
  "1030": "잔액 부족",
  "1031": "메시지 길이 초과",
  "1032": "커스텀 필드 오류",
  "1033": "kakaoOptions는 ATA, CTA에서만 사용 가능",
  "1034": "imageId가 없음",
  "1041": "유효한 플러스친구 아이디가 아님",
  "1042": "유효한 템플릿 아이디가 아님",
  "1043": "템플릿과 내용이 일치하지 않음",
  "1044": "버튼 값 오류",
  "1045": "버튼 URL 오류",
  "1046": "버튼 개수 초과",
  "1047": "버튼 이름 길이 초과",
  "1048": "버튼 이름 중복",
  "1049": "버튼 순서 오류",
  "1050": "버튼 타입 오류",
  "1051": "등록되지 않은 친구톡 이미지",
  "1052": "버튼 링크 오류",
  "1053": "배송조회 버튼 오류",
  "1058": "전송경로 없음",
  "1060": "차단된 수신번호",
  "1061": "080 무료수신거부",
  "1062": "발신번호 미등록",
  "1064": "KISA 신고로 차단",
  "2011": "Format Error",
  "2024": "서버 오류",
  "2060": "차단된 수신번호",
  "2061": "080 무료수신거부",
  "2062": "발신번호 미등록",
  "2063": "차단된 계정",
  "2064": "KISA 신고로 차단",
  "2100": "예약 대기중",
  "2160": "예약 취소",
  "2230": "잔액 부족",
  "2254": "스팸처리",
  "3010": "수신번호 형식 오류",
  "3011": "Format Error",
  "3012": "연동처 서버 오류",
  "3013": "발신번호 형식 오류",
  "3014": "알 수 없는 상태",
  "3024": "서버 오류",
  "3031": "전송할 수 없음",
  "3032": "미가입자",
  "3040": "전송시간 초과",
  "3041": "단말기 Busy",
  "3042": "음영지역",
  "3043": "단말기 전원 꺼짐",
  "3044": "단말기 메시지 저장개수 초과",
  "3045": "단말기 일시 서비스 정지",
  "3046": "기타 단말기 문제",
  "3047": "착신거절",
  "3048": "Unknown error",
  "3049": "Format Error",
  "3050": "SMS 서비스 불가 단말기",
  "3051": "착신측의 호불가 상태",
  "3052": "이통사 서버 운영자 삭제",
  "3053": "서버 Que Full",
  "3054": "SPAM",
  "3055": "nospam.or.kr 에 등록된 번호",
  "3056": "전송실패(무선망단)",
  "3057": "전송실패(무선망→단말기단)",
  "3058": "전송경로 없음",
  "3059": "변작된 발신번호",
  "3060": "성인 인증 실패",
  "3101": "유효하지 않은 발신프로필 키",
  "3102": "친구 관계가 아님",
  "3103": "템플릿과 내용이 일치하지 않음",
  "3104": "카카오톡 미사용자",
  "3105": "등록되지 않은 템플릿",
  "3106": "유효하지 않은 카카오톡 채널",
  "3107": "최근 72시간 미사용 또는 알림톡 차단",
  "3108": "메시지를 발송할 수 있는 시간이 아님",
};

export const statusMessageOf = (code: string): string => SAID[code] ?? "알 수 없는 오류";

/** Every code a message can end with. */
export const isResultCode = (code: string): boolean => code in SAID && !["2000", "2100", "3000"].includes(code);

export type Fate = { code: string; lag: "none" | "late" | "never" };

/**
 * What becomes of a message to this number, decided by its last four digits: a code of Solapi's is that code,
 * 0000 is never reported, 9999 arrives late, all others arrive.
 */
export function fateOf(to: string): Fate {
  const last4 = to.slice(-4);
  if (last4 === "0000") return { code: "3000", lag: "never" };
  if (last4 === "9999") return { code: "4000", lag: "late" };
  return { code: /^[23]/.test(last4) && isResultCode(last4) ? last4 : "4000", lag: "none" };
}

/** Solapi's word for a message with this code. */
export function messageStatusOf(code: string): "PENDING" | "SENDING" | "COMPLETE" {
  if (code === "2000") return "PENDING";
  return code === "3000" ? "SENDING" : "COMPLETE";
}
