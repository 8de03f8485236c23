import type { HistoryKind } from "@/db/enums";
import { AppError } from "@/lib/errors";

/** What a column of an old system's table can hold, with the titles people export it under; the earlier title wins. */
const MESSAGE_TITLES = {
  id: "id messageid legacyid 번호 메시지번호 메시지아이디",
  numbers: "recipientnumbers recipients numbers phones phonenumbers tonumbers 수신번호 수신자번호 수신번호목록 수신자",
  sentCount: "sentcount sent totalsent 발송수 발송건수 발송인원",
  recipientCount: "recipientcount recipientscount totalcount total count 수신자수 수신인원 총인원",
  status: "status state result 상태 결과 발송상태",
  groupId: "solapigroupid groupid group 그룹아이디 솔라피그룹",
  mode: "messagemode mode messagetype type channel 종류 유형 발송유형",
  subject: "subject title 제목",
  body: "rawbody body content message text messagetext 내용 본문",
  sender: "sender sendernumber fromnumber from callback 발신번호",
  isTest: "istest test testmode 시험 테스트 시험발송",
  tenantCode: "tenantcode tenant xtenantcode 테넌트 발송계정",
  orgCode: "orgcode org organization branchcode 조직코드 지점코드",
  createdAt: "createdat created createdtime regdate requestedat 등록일 생성일 요청일시",
  sentAt: "sentat senttime sentdate senddate 발송일 발송일시 보낸날",
} as const;

const LOG_TITLES = {
  messageId: "messageid message legacymessageid 메시지번호 메시지아이디",
  phone:
    "recipientnumber recipientphone phonenumber phone recipient tonumber to mobile number 수신번호 수신자번호 휴대폰 번호",
  name: "recipientname name 이름 수신자명",
  status: "status state result 상태 결과",
  code: "providercode statuscode errorcode resultcode code 결과코드 오류코드",
  reason: "failurereason errormessage error reason 실패사유 사유",
  channel: "channel messagetype type mode 종류 유형",
  solapiMessageId: "solapimessageid providermessageid msgid 솔라피메시지",
  createdAt: "createdat created regdate 등록일 생성일",
  sentAt: "sentat senttime sentdate senddate 발송일 발송일시",
} as const;

export type MessageField = keyof typeof MESSAGE_TITLES;
export type LogField = keyof typeof LOG_TITLES;

/** A title without case, blanks and signs: `recipient_numbers`, `recipientNumbers` and `Recipient Numbers` are one. */
const bare = (title: string): string =>
  title
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, "");

const placesOf = <F extends string>(titles: readonly string[], known: Readonly<Record<F, string>>): Map<F, number> => {
  const words = titles.map(bare);
  const places = new Map<F, number>();
  for (const field of Object.keys(known) as F[]) {
    const best = known[field].split(" ").find((word) => words.includes(word));
    if (best !== undefined) places.set(field, words.indexOf(best));
  }
  return places;
};

export type Columns =
  | { kind: "messages"; at: ReadonlyMap<MessageField, number> }
  | { kind: "logs"; at: ReadonlyMap<LogField, number> };

/**
 * Which of the two tables a file's titles are of, and where what stands. A row of the log names its message and one number; a
 * message has its own id and whatever tells of its recipients.
 * @throws AppError invalid at `file`: historyColumns, with what was found and what is needed
 */
export function columnsOf(titles: readonly string[], kind?: HistoryKind): Columns {
  const logs = placesOf(titles, LOG_TITLES);
  const messages = placesOf(titles, MESSAGE_TITLES);
  const isLogs = logs.has("messageId") && logs.has("phone") && !messages.has("numbers") && !messages.has("sentCount");
  const isMessages =
    messages.has("id") &&
    (messages.has("createdAt") || messages.has("sentAt")) &&
    (messages.has("numbers") || messages.has("sentCount") || messages.has("recipientCount"));
  if (kind !== "messages" && isLogs) return { kind: "logs", at: logs };
  if (kind !== "logs" && isMessages) return { kind: "messages", at: messages };
  const params = {
    found: titles
      .map((title) => title.trim().slice(0, 30))
      .filter(Boolean)
      .slice(0, 20)
      .join(", "),
  };
  throw new AppError("invalid", {
    message: "historyColumns",
    params,
    issues: [{ path: ["file"], message: "historyColumns", params }],
  });
}
