import type { MessageLogStatus, MessageMode, MessageStatus } from "../enums";
import { type StoryCustomer, storyCustomers } from "./customers";
import { storyOrgs } from "./organisations";

/** A message of the system before this one, as it was brought in: its list where it kept one, and how many of it were logged. */
export type OldStory = {
  /** What both systems know it by. */
  id: number;
  tenant: number;
  org: string;
  days: number;
  mode: MessageMode;
  status: MessageStatus;
  title: string;
  body: string;
  /** Null: the old system kept no numbers, only how many there were. */
  list: number | null;
  sentCount: number;
  logged: number;
  /** The group it went out in, where the old system kept that and Solapi still knows it. */
  groupId: string | null;
};

const TEXTS = [
  ["딸기 들어오는 날", "논산 딸기가 금요일에 들어와요. 예약은 매장으로 전화 주세요."],
  ["참외 예약 안내", "성주 참외 첫 상자가 내일 와요. 오전 10시부터 찾아가세요."],
  ["수박 배달 시작", "수박은 무거우니 가져다 드릴게요. 주소를 답장으로 알려 주세요."],
  ["포도 시식", "캠벨 포도를 맛보러 오세요. 토요일 하루만 해요."],
  ["배송 쉬는 날", "명절 앞이라 이번 주 금요일은 배송을 쉬어요."],
  ["적립금 안내", "적립금이 이번 달 말에 사라져요. 매장에서 바로 쓰실 수 있어요."],
] as const;
const AGENCIES = [
  { org: "seongnam", tenant: 1 },
  { org: "suwon", tenant: 2 },
  { org: "busan", tenant: 3 },
  { org: "daegu", tenant: 4 },
] as const;

type Known = [
  id: number,
  list: number | null,
  logged: number,
  status: MessageStatus,
  text: readonly [string, string],
  sent?: number,
];

/** Those with a story of their own. */
const NAMED: Known[] = [
  [
    117,
    102,
    0,
    "sent",
    ["봄맞이 회원 감사", "올해도 새봄청과를 찾아 주셔서 고맙습니다. 이번 주말에 딸기 한 팩을 드려요."],
  ],
  [118, 24, 24, "sent", ["매장 공사 안내", "월요일은 매장 공사로 쉬어요. 화요일 아침에 다시 열어요."]],
  [121, 30, 30, "sent", ["자두 첫 수확", "김천 자두가 들어왔어요. 1kg 한 상자에 9,900원이에요."]],
  [126, 36, 36, "sent", ["픽업 시간 변경", "이번 주부터 픽업은 저녁 8시까지예요."]],
  [133, 40, 40, "sent", ["복숭아 예약 마감", "복숭아 예약이 오늘 저녁에 끝나요."]],
  [142, 310, 41, "sent", ["여름 복숭아 예약", "햇복숭아 예약을 받아요. 매장에서 이름만 말씀해 주세요."]],
  [151, 244, 120, "partial", ["추석 선물 세트", "추석 선물 세트를 미리 보러 오세요. 배송은 수요일까지 받아요."]],
  [155, 110, 0, "failed", ["태풍 배송 지연", "태풍으로 오늘 배송이 늦어요."]],
  [160, 108, 0, "failed", ["사과 들어온 날", "청송 사과가 들어왔어요."]],
  [163, 286, 0, "sent", ["가을 단감 입고", "진영 단감이 들어왔어요. 한 상자에 18,000원이에요."]],
  [165, 108, 0, "failed", ["휴무 안내", "이번 주 화요일은 재고 조사로 쉬어요."]],
  [168, 50, 8, "sent", TEXTS[4]],
  [170, 198, 66, "sent", ["한라봉 시식 안내", "제주 한라봉을 맛보러 오세요."]],
  [172, null, 0, "sent", ["연말 감사 인사", "한 해 동안 고맙습니다. 새해에도 맛있는 과일로 찾아갈게요."], 90],
];
/** Of late enough for Solapi to know whom it went to, though the old system has lost the list. */
const LISTLESS: Known = [
  192,
  null,
  0,
  "sent",
  ["김장 배추 공구", "김장 배추를 함께 주문해요. 토요일까지 신청해 주세요."],
  312,
];
/** And seventeen like any other; with the one above 872 people, of whom 245 were logged. */
const ORDINARY: Known[] = Array.from({ length: 18 }, (_, i) =>
  176 + i === LISTLESS[0]
    ? LISTLESS
    : [
        176 + i,
        i < 14 ? 48 : 50,
        i < 14 ? 15 : [10, 10, 8, 7][i - 14]!,
        i % 5 === 4 ? "partial" : "sent",
        TEXTS[i % TEXTS.length]!,
      ],
);

/** Younger ones whose group the old system kept: one that went in part, one that was logged otherwise, one without a list. */
const IN_GROUPS = [190, 191, LISTLESS[0]];

/**
 * The history that came with the shop from the system before: 29 sent and partial messages to 2,544 people of whom 602 have a row, and
 * three failed ones to 326 (rulings 23).
 */
export const oldStories: readonly OldStory[] = [...NAMED, ...ORDINARY].map(
  ([id, list, logged, status, [title, body], sent], i) => ({
    ...AGENCIES[i % AGENCIES.length]!,
    ...{ id, list, logged, status, title, body },
    mode: i % 3 === 0 ? "lms" : "sms",
    days: 420 - i * 9,
    sentCount: sent ?? list ?? 0,
    groupId: IN_GROUPS.includes(id) ? `G4V20260601100200SAEBOM000000${id}` : null,
  }),
);

/** Customers of the shops below an agency who have a number. */
export function customersBelow(agency: string): StoryCustomer[] {
  const shops = new Set(storyOrgs.filter(({ parent }) => parent === agency).map(({ slug }) => slug));
  return storyCustomers.filter((one) => shops.has(one.org) && one.digits !== null);
}

/** Customers of the shops below an agency first, then people who are nobody's customer any more. */
export function oldRecipients({ org, list, id }: OldStory): { digits: string; customer: StoryCustomer | null }[] {
  const own = customersBelow(org);
  return Array.from({ length: list ?? 0 }, (_, i) => {
    const customer = own[i] ?? null;
    return { digits: customer?.digits ?? `0100000${1_001 + ((id * 131 + i) % 3_900)}`, customer };
  });
}

/** Of whom Solapi will tell in a story's group: its list, or those nobody has written down. */
export const groupRecipients = (story: OldStory): string[] =>
  story.list === null
    ? Array.from({ length: story.sentCount }, (_, i) => `0100000${8_001 + i}`)
    : oldRecipients(story).map(({ digits }) => digits);

/**
 * What Solapi says of the n-th of them, null where it knows of no message to them. Of the one that was logged otherwise the first two
 * differ from the old log, which said that they got it.
 */
export function groupCode({ id }: OldStory, n: number): string | null {
  if (id === 191 && n === 0) return "3041";
  if (id === 191 && n === 1) return null;
  if (n % 17 === 12) return "3032";
  return n % 29 === 13 ? "3000" : "4000";
}

/** What was sent with the same account from elsewhere: by hand at Solapi's own pages, and by a way of sending we don't have. */
export const elsewhere = [
  { days: 1, time: "18:40", org: "seongnam", from: "03100000121", type: "SMS", text: "영업시간이 바뀌었어요.", to: 3 },
  { days: 3, time: "11:15", org: "busan", from: "05100000311", type: "BMS_FREE", text: "채널 소식이에요.", to: 2 },
  { days: 40, time: "09:30", org: "suwon", from: "03100000221", type: "RCS_SMS", text: "수원점이에요.", to: 1 },
] as const;

/** What the old system logged of its n-th recipient, where it logged it. */
export function oldFate(status: MessageStatus, n: number): { status: MessageLogStatus; providerCode: string | null } {
  if (status === "partial" && n % 6 === 5) return { status: "failed", providerCode: "3032" };
  return n % 3 === 0 ? { status: "delivered", providerCode: "4000" } : { status: "sent", providerCode: null };
}
