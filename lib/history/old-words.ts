import type { MessageLogStatus, MessageMode, MessageStatus, PhoneChannel } from "@/db/enums";

const words = <T extends string>(table: Partial<Record<T, string>>): Map<string, T> =>
  new Map(
    (Object.entries(table) as [T, string][]).flatMap(([word, all]) =>
      all.split(" ").map((one): [string, T] => [one, word]),
    ),
  );
const bare = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_-]/g, "");

const MESSAGE_STATUS = words<MessageStatus>({
  sent: "sent success succeeded successful complete completed done delivered 성공 완료 발송완료 전송완료",
  partial: "partial partialsuccess partiallysent partiallyfailed mixed 부분 부분성공 일부성공 일부실패",
  failed: "failed fail failure error 실패 오류 발송실패",
  sending: "sending processing inprogress running 발송중 전송중 처리중",
  queued: "queued pending scheduled reserved waiting 대기 예약",
  cancelled: "cancelled canceled 취소",
  draft: "draft 임시",
});
/** What an old row was waiting for nobody can tell any more. */
const LOG_STATUS = words<MessageLogStatus>({
  sent: "sent success succeeded successful complete completed done accepted 성공 완료 발송 발송완료 전송완료",
  delivered: "delivered received arrived 도착 수신 수신완료",
  failed: "failed fail failure error rejected 실패 오류 발송실패",
  unknown: "unknown pending queued sending processing waiting 대기 발송중 알수없음 미확인",
  skipped: "skipped excluded blocked 제외 건너뜀",
  cancelled: "cancelled canceled 취소",
});
const MODES = words<MessageMode>({
  sms: "sms short 문자 단문",
  lms: "lms long 장문",
  mms: "mms 사진 그림",
  alimtalk: "alimtalk ata at kakao 알림톡 카카오",
  both: "both 알림톡문자",
});
const YES = new Set("1 true t yes y on 예 시험 테스트".split(" "));

export const messageStatusOf = (text: string): MessageStatus | null => MESSAGE_STATUS.get(bare(text)) ?? null;
export const logStatusOf = (text: string): MessageLogStatus | null => LOG_STATUS.get(bare(text)) ?? null;
export const modeOf = (text: string): MessageMode | null => MODES.get(bare(text)) ?? null;
export const channelOfMode = (mode: MessageMode): PhoneChannel => (mode === "both" ? "alimtalk" : mode);
export const isYes = (text: string): boolean => YES.has(bare(text));

/** A count, or null where the cell is no whole number. */
export function countOf(text: string): number | null {
  const plain = text.trim().replace(/,/g, "").replace(/\.0+$/, "");
  return /^\d{1,9}$/.test(plain) ? Number(plain) : null;
}
