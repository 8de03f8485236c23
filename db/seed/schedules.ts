import type { ScheduleStatus, SendOrder, Weekday } from "../enums";
import * as texts from "./texts";

type When =
  | { daily: string }
  | { weekly: string; on: Weekday[] }
  /** Minutes from the minute after seeding. */
  | { onceInMinutes: number }
  /** A day relative to the day of seeding. */
  | { onceOn: number; at: string };

export type StorySchedule = {
  title: string;
  room: string;
  by: string;
  when: When;
  text?: string;
  images1?: readonly string[];
  images2?: readonly string[];
  description?: string;
  order?: SendOrder;
  intervalSeconds?: number;
  wait1?: number;
  wait2?: number;
  status?: ScheduleStatus;
  priority?: number;
  catchUpMinutes?: number;
  /** When it was switched off: days from the day of seeding, and the time. */
  off?: [days: number, time: string];
  /** Days of validity before and after the day of seeding. */
  valid?: [before: number, after: number];
};

const weekend: Weekday[] = ["saturday", "sunday"];
const workdays: Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday"];

/** Every kind of schedule there is, spread over the tree and the day. */
export const storySchedules: readonly StorySchedule[] = [
  {
    title: "오후 딸기 입고 안내",
    description: "심고 나서 1분 뒤에 나가요. 모의 환경에서 바로 볼 수 있어요.",
    room: "jeongja-regulars",
    by: "jeongja",
    when: { onceInMinutes: 1 },
    catchUpMinutes: 60,
    text: "🍓 논산 설향 딸기가 방금 들어왔어요.\n500g 한 팩 9,900원, 60팩이에요. 먼저 오시는 순서대로 드려요.",
  },
  {
    title: "성탄절 딸기 예약 연습",
    description: "글 다음에 사진 두 묶음이 차례로 나가요.",
    room: "jeongja-practice",
    by: "jeongja-operator",
    when: { onceInMinutes: 4 },
    catchUpMinutes: 60,
    text: texts.arrivalsTomorrow,
    images1: ["strawberry", "tangerine", "grape"],
    images2: ["banner-gift", "price-tag"],
    intervalSeconds: 2,
    wait1: 3000,
  },
  {
    title: "아침 인사와 오늘 특가",
    room: "jeongja-regulars",
    by: "jeongja",
    when: { daily: "09:00" },
    text: texts.morningHello,
    images1: ["orange", "apple"],
    wait1: 2000,
  },
  {
    title: "내일 입고 안내",
    room: "jeongja-regulars",
    by: "jeongja",
    when: { daily: "18:00" },
    text: texts.arrivalsTomorrow,
    images1: ["strawberry", "price-tag", "tangerine", "grape"],
    images2: ["banner-gift", "pear", "banner-tasting"],
    intervalSeconds: 2,
    wait1: 3000,
    wait2: 2000,
    priority: 3,
  },
  {
    title: "마감 할인",
    room: "jeongja-group",
    by: "jeongja-operator",
    when: { weekly: "19:30", on: workdays },
    text: texts.closingSale,
  },
  {
    title: "오후 공구 시작",
    room: "pangyo-1",
    by: "pangyo",
    when: { daily: "15:00" },
    text: texts.groupBuyOpen,
    images1: ["pear"],
    order: "images_first",
    wait1: 4000,
  },
  {
    title: "공구 마감 알림",
    room: "pangyo-1",
    by: "pangyo",
    when: { daily: "11:30" },
    text: "[공구] 오늘 낮 12시에 마감해요. 아직 못 남기신 분은 지금 적어 주세요.",
  },
  {
    title: "점심 타임 세일",
    room: "pangyo-2",
    by: "seongnam",
    when: { weekly: "11:50", on: workdays },
    text: "점심시간에 들르시면 컵과일을 하나 더 드려요. 오후 1시 30분까지예요.",
  },
  {
    title: "주말 시식회",
    room: "sunae-apartments",
    by: "sunae",
    when: { weekly: "10:30", on: weekend },
    text: texts.weekendTasting,
    images1: ["banner-tasting", "orange", "tangerine"],
    images2: ["apple", "pear"],
  },
  {
    title: "시식회 사진",
    room: "sunae-regulars",
    by: "sunae",
    when: { weekly: "16:20", on: ["saturday"] },
    images1: ["orange", "grape", "apple"],
    order: "images_only",
  },
  {
    title: "광교 아침 소식",
    room: "gwanggyo-mothers",
    by: "gwanggyo",
    when: { daily: "08:40" },
    text: "등원 길에 들르세요. 오늘은 바나나 한 송이 2,900원, 우유는 하나 사면 하나 더 드려요.",
  },
  {
    title: "하원 간식 안내",
    room: "gwanggyo-mothers",
    by: "gwanggyo",
    when: { weekly: "15:20", on: workdays },
    text: "하원 간식으로 컵과일을 준비했어요. 4시까지 남기시면 담아 둘게요.",
    images1: ["banana"],
  },
  {
    title: "호수마을 배송 시작",
    room: "gwanggyo-lake",
    by: "suwon",
    when: { weekly: "13:10", on: ["tuesday", "thursday", "saturday"] },
    text: "호수마을 배송을 시작해요. 받으실 분은 2시까지 동·호수를 남겨 주세요.",
  },
  {
    title: "설 선물 세트 예약 안내",
    description: "긴 글이에요. 보내기 전에 미리보기로 확인하세요.",
    room: "yeongtong-regulars",
    by: "yeongtong",
    when: { weekly: "10:00", on: ["monday", "wednesday", "friday"] },
    text: texts.longGuide,
  },
  {
    title: "주간 발주 마감",
    room: "seongnam-owners",
    by: "seongnam",
    when: { weekly: "14:00", on: ["thursday"] },
    text: texts.ownersNotice,
    priority: 2,
  },
  {
    title: "수원 점주 주간 공지",
    room: "suwon-owners",
    by: "suwon",
    when: { weekly: "09:30", on: ["monday"] },
    text: texts.ownersNotice,
  },
  {
    title: "수도권 아침 시세",
    room: "sudogwon-notice",
    by: "sudogwon",
    when: { weekly: "07:30", on: [...workdays, "saturday"] },
    text: "오늘 가락시장 시세예요.\n설향 특 2kg 31,000원 · 감귤 5kg 18,500원 · 후지 10kg 42,000원",
    priority: 1,
  },
  {
    title: "해운대 저녁 인사",
    room: "haeundae-talk",
    by: "haeundae",
    when: { daily: "17:40" },
    text: "퇴근길에 들르세요. 오늘은 밀양 딸기와 하동 대봉감이 좋아요.",
    images1: ["strawberry", "persimmon"],
  },
  {
    title: "새벽장 소식",
    room: "haeundae-dawn",
    by: "haeundae-operator",
    when: { daily: "06:50" },
    text: texts.dawnMarket,
    images1: ["tomato"],
    order: "images_first",
  },
  {
    title: "서면 단골 소식",
    room: "seomyeon-regulars",
    by: "seomyeon",
    when: { daily: "12:20" },
    text: "점심 드시고 들르세요. 오늘의 깎은 과일은 파인애플이에요. 한 컵 3,500원.",
  },
  {
    title: "수요일 제철 과일",
    room: "suseong-regulars",
    by: "suseong",
    when: { weekly: "10:00", on: ["wednesday"] },
    text: "이번 주 제철 과일은 청도 반시예요. 한 상자 15,900원에 드려요.",
    images1: ["persimmon"],
  },
  { title: "수성 공구 안내", room: "suseong-group", by: "daegu", when: { daily: "20:10" }, text: texts.groupBuyOpen },
  {
    title: "울산 주말 특가",
    room: "ulsan-regulars",
    by: "yeongnam",
    when: { weekly: "09:10", on: ["friday", "saturday"] },
    text: "주말 특가예요. 샤인머스캣 한 송이 8,900원, 두 송이 사면 귤 한 봉을 더 드려요.",
    images1: ["grape"],
  },
  {
    title: "영남 물류 공지",
    room: "yeongnam-notice",
    by: "yeongnam",
    when: { weekly: "16:30", on: workdays },
    text: "내일 새벽 물류 차량은 부산 3시 40분, 대구 4시 20분, 울산 4시 50분에 도착해요.",
  },
  {
    title: "본사 월요 공지",
    room: "hq-notice",
    by: "hq",
    when: { weekly: "10:00", on: ["monday"] },
    text: "이번 주 행사 과일은 제주 감귤이에요. 매대 안내판은 오늘 택배로 도착해요.",
    images1: ["banner-gift"],
  },
  {
    title: "김장철 배·생강 안내",
    description: "행사가 끝나서 꺼 두었어요.",
    room: "seomyeon-regulars",
    by: "seomyeon",
    when: { daily: "10:40" },
    text: "김장에 넣을 배와 생강이 있어요. 배 3개 9,900원.",
    status: "inactive",
    off: [-3, "10:41"],
  },
  {
    title: "개점 3주년 인사",
    room: "haeundae-talk",
    by: "busan",
    when: { onceOn: -3, at: "11:00" },
    status: "completed",
    text: "해운대점이 문을 연 지 3년이 됐어요. 찾아 주셔서 고맙습니다. 오늘은 모든 과일을 15% 깎아 드려요.",
    images1: ["banner-gift", "strawberry"],
  },
  {
    title: "주말 입고 예고",
    room: "pangyo-2",
    by: "pangyo",
    when: { onceOn: 2, at: "10:00" },
    text: "토요일 아침에 완도 키위가 들어와요. 미리 남기시면 챙겨 둘게요.",
  },
];
