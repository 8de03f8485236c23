import type { MessageLogStatus, MessageMode, MessagePurpose, PhoneChannel } from "../enums";
import { type StoryCustomer, storyCustomers } from "./customers";

/** What became of one recipient: a status, and where it isn't plain, why. */
export type StoryFate = { status: MessageLogStatus; reasonCode?: string; providerCode?: string };

export type StoryMessage = {
  org: string;
  by: string;
  tenant: number;
  mode: MessageMode;
  channel: PhoneChannel;
  purpose: MessagePurpose;
  subject?: string;
  body: string;
  /** Index into the Alimtalk templates of the story. */
  template?: number;
  /** Days before the telling and the Korean time of day. */
  at: readonly [days: number, time: string];
  /** Days after the telling: waits to be sent then. */
  sendAt?: readonly [days: number, time: string];
  isTest?: true;
  to: readonly StoryCustomer[];
  fate: (customer: StoryCustomer, index: number) => StoryFate;
};

const shop = (org: string, most = 100) =>
  storyCustomers.filter((customer) => customer.org === org && customer.digits !== null).slice(0, most);
const DELIVERED: StoryFate = { status: "delivered", providerCode: "4000" };
const adFate = (customer: StoryCustomer): StoryFate | null =>
  customer.optedOut
    ? { status: "skipped", reasonCode: "opted_out" }
    : customer.adConsent
      ? null
      : { status: "skipped", reasonCode: "ad_consent_missing" };

/** The week's phone messages: what arrives, what doesn't, and what waits. */
export const storyMessages: readonly StoryMessage[] = [
  {
    ...{ org: "jeongja", by: "jeongja", tenant: 5, mode: "lms", channel: "lms", purpose: "ad" },
    subject: "논산 딸기 특가",
    body: "(광고)새봄청과 정자점\n논산 딸기 첫 수확이에요.\n금요일 하루만 500g 두 팩에 16,900원!\n오전 10시부터 매장에서 찾아가세요.\n문의 031-0000-0129\n무료수신거부 080-000-0129",
    at: [6, "17:00"],
    to: shop("jeongja"),
    fate: (customer, i) =>
      adFate(customer) ??
      (i === 11
        ? { status: "failed", reasonCode: "provider_refused", providerCode: "3032" }
        : i === 20
          ? { status: "failed", reasonCode: "provider_refused", providerCode: "3043" }
          : DELIVERED),
  },
  {
    ...{ org: "pangyo", by: "pangyo", tenant: 1, mode: "sms", channel: "sms", purpose: "info" },
    body: "[새봄청과 판교역점] 내일 샤인머스캣이 들어와요. 예약하신 분은 오후 2시부터 찾아가세요.",
    at: [5, "18:30"],
    to: shop("pangyo"),
    fate: () => DELIVERED,
  },
  {
    ...{ org: "pangyo", by: "seongnam-operator", tenant: 1, mode: "alimtalk", channel: "alimtalk", purpose: "info" },
    body: "#{이름}님, 주문하신 과일을 담아 뒀어요.\n찾아가실 곳: #{지점}\n오늘 #{시간}까지 기다릴게요.",
    template: 0,
    at: [4, "11:05"],
    to: shop("pangyo", 12),
    fate: (_, i) => (i === 5 ? { status: "failed", reasonCode: "provider_refused", providerCode: "3104" } : DELIVERED),
  },
  {
    ...{ org: "suseong", by: "suseong", tenant: 4, mode: "sms", channel: "sms", purpose: "info" },
    body: "[새봄청과 수성점] 주문하신 사과 상자가 도착했어요. 오늘 9시까지 열어 둘게요.",
    at: [5, "16:10"],
    to: shop("suseong", 9),
    fate: (_, i) => (i === 2 ? { status: "unknown", reasonCode: "no_report" } : DELIVERED),
  },
  {
    ...{ org: "haeundae", by: "haeundae-operator", tenant: 3, mode: "sms", channel: "sms", purpose: "info" },
    body: "[새봄청과 해운대점] 태풍으로 오늘 배송을 쉬어요. 내일 아침 첫 차로 보내 드릴게요.",
    at: [3, "13:40"],
    to: shop("haeundae", 14),
    fate: () => ({ status: "failed", reasonCode: "sender_unregistered", providerCode: "1062" }),
  },
  {
    ...{ org: "haeundae", by: "busan", tenant: 3, mode: "sms", channel: "sms", purpose: "info" },
    body: "[새봄청과 해운대점] 태풍으로 오늘 배송을 쉬어요. 내일 아침 첫 차로 보내 드릴게요.",
    at: [3, "14:25"],
    to: shop("haeundae", 14),
    fate: () => DELIVERED,
  },
  {
    ...{
      org: "jeongja",
      by: "jeongja-operator",
      tenant: 5,
      mode: "sms",
      channel: "sms",
      purpose: "info",
      isTest: true,
    },
    body: "[새봄청과 정자점] 토요일 픽업은 오전 10시부터예요.",
    at: [1, "10:15"],
    to: shop("jeongja", 1),
    fate: () => DELIVERED,
  },
  {
    ...{ org: "gwanggyo", by: "gwanggyo", tenant: 2, mode: "sms", channel: "sms", purpose: "info" },
    body: "[새봄청과 광교점] 이번 주 금요일은 재고 조사로 쉬어요.",
    at: [2, "09:20"],
    to: shop("gwanggyo"),
    fate: () => ({ status: "cancelled", reasonCode: "cancelled" }),
  },
  {
    ...{ org: "jeongja", by: "jeongja", tenant: 5, mode: "sms", channel: "sms", purpose: "info" },
    body: "[새봄청과 정자점] 토요일 픽업은 오전 10시부터예요. 봉투를 가져오시면 과일 한 알을 더 드려요.",
    at: [0, "00:05"],
    sendAt: [1, "10:00"],
    to: shop("jeongja").filter((customer) => customer.id % 5 === 0),
    fate: () => ({ status: "queued" }),
  },
];
