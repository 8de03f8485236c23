/** Who pays for phone messages in the story: one account per 대리점, and 정자점 with one of its own (rulings 19). */
export type StoryTenant = {
  id: number;
  org: string;
  code: string;
  /** The default sender comes first; `status` where it isn't verified. */
  senders: readonly { number: string; label: string; status?: "pending" | "expired" }[];
  adSenderName: string;
  optOutNumber: string;
  /** Has a Solapi key of its own; the others use the platform's. */
  ownKey?: true;
};

export const storyTenants: readonly StoryTenant[] = [
  {
    id: 1,
    org: "seongnam",
    code: "SN-021",
    senders: [
      { number: "03100000121", label: "성남대리점" },
      { number: "03100000122", label: "판교역점 매장", status: "pending" },
      { number: "01000004121", label: "옛 담당자 휴대폰", status: "expired" },
    ],
    adSenderName: "새봄청과 성남",
    optOutNumber: "0800000121",
  },
  {
    id: 2,
    org: "suwon",
    code: "SW-022",
    senders: [{ number: "03100000221", label: "수원대리점" }],
    adSenderName: "새봄청과 수원",
    optOutNumber: "0800000221",
  },
  {
    id: 3,
    org: "busan",
    code: "BS-031",
    senders: [{ number: "05100000311", label: "부산대리점" }],
    adSenderName: "새봄청과 부산",
    optOutNumber: "0800000311",
  },
  {
    id: 4,
    org: "daegu",
    code: "DG-032",
    senders: [{ number: "05300000321", label: "대구대리점" }],
    adSenderName: "새봄청과 대구",
    optOutNumber: "0800000321",
  },
  {
    id: 5,
    org: "jeongja",
    code: "BR-101",
    senders: [
      { number: "03100000129", label: "정자점 매장" },
      { number: "01000004129", label: "정자점 휴대폰" },
    ],
    adSenderName: "새봄청과 정자점",
    optOutNumber: "0800000129",
    ownKey: true,
  },
];

/** Won per message, as decimal text. */
export const storyPrices = {
  basePrice: "18.00",
  priceLms: "45.00",
  priceMms: "110.00",
  priceAlimtalk: "13.00",
} as const;
/** Enough for 100,000 short messages and some more. */
export const STORY_CREDIT = "2000000.00";
export const STORY_PF_ID = "KA01PF000000000000000000DOCHAK01";

/** Known to everyone, worth nothing: the key of the one account that has its own. */
export const STORY_OWN_KEY = { apiKey: "NCSDOCHAKDEMO005", apiSecret: "DOCHAKDEMOSECRETWORTHNOTHING0005" } as const;

/** Alimtalk templates of the headquarters' channel, in every state of Kakao's review. */
export const storyAlimtalk = [
  {
    templateId: "KA01TP000000000000000000DOCHAK01",
    name: "픽업 준비 완료",
    body: "#{이름}님, 주문하신 과일을 담아 뒀어요.\n찾아가실 곳: #{지점}\n오늘 #{시간}까지 기다릴게요.",
    status: "APPROVED",
  },
  {
    templateId: "KA01TP000000000000000000DOCHAK02",
    name: "배송 출발 안내",
    body: "#{이름}님, 주문하신 #{품목}이(가) 방금 출발했어요. #{시간}쯤 도착해요.",
    status: "APPROVED",
  },
  {
    templateId: "KA01TP000000000000000000DOCHAK03",
    name: "적립금 소멸 안내",
    body: "#{이름}님, 적립금 #{금액}원이 #{날짜}에 사라져요.",
    status: "INSPECTING",
  },
  {
    templateId: "KA01TP000000000000000000DOCHAK04",
    name: "새해 인사",
    body: "#{이름}님, 새해 복 많이 받으세요. 새봄청과가 올해도 맛있는 과일로 찾아갈게요.",
    status: "REJECTED",
    reason: "광고로 보이는 문구가 있어요. 알림톡은 정보만 담을 수 있어요.",
  },
] as const;
