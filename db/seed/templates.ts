import * as texts from "./texts";

export type StoryTemplate = { org: string; by: string; name: string; body: string };

/** Templates of several levels: everyone sees their own and those from above. `[ … ]` are blanks to fill. */
export const storyTemplates: readonly StoryTemplate[] = [
  {
    org: "hq",
    by: "hq",
    name: "행사 시작 안내",
    body: "[ 지점 ]에서 [ 날짜 ]부터 [ 행사 이름 ]을 시작해요.\n\n· [ 품목 ]  [ 값 ]원\n\n자세한 것은 매장에 물어봐 주세요.",
  },
  {
    org: "hq",
    by: "hq-operator",
    name: "품질 문제 사과",
    body: "[ 날짜 ]에 받으신 [ 품목 ]에 무른 것이 있었어요. 죄송합니다.\n사진 한 장만 올려 주시면 오늘 바로 새것으로 바꿔 드릴게요.",
  },
  { org: "hq", by: "hq", name: "설 선물 세트", body: texts.longGuide },
  {
    org: "sudogwon",
    by: "sudogwon",
    name: "한파 배송 지연",
    body: "강추위로 오늘 배송이 [ 시간 ] 늦어져요. 과일이 얼지 않게 안쪽에 넣어 드릴게요.",
  },
  {
    org: "seongnam",
    by: "seongnam",
    name: "내일 입고 미리보기",
    body: texts.arrivalsTomorrow.replace("정자점", " 지점 ").replace("내일", "[ 날짜 ]"),
  },
  { org: "jeongja", by: "jeongja", name: "내일 들어오는 과일", body: texts.arrivalsTomorrow },
  { org: "jeongja", by: "jeongja-operator", name: "마감 할인", body: texts.closingSale },
  {
    org: "jeongja",
    by: "jeongja",
    name: "픽업 준비 완료",
    body: "[ 이름 ] 님, 주문하신 과일을 담아 뒀어요. 저녁 8시까지 찾아가세요.",
  },
  { org: "busan", by: "busan", name: "새벽장 소식", body: texts.dawnMarket },
  {
    org: "haeundae",
    by: "haeundae",
    name: "생일 축하 쿠폰",
    body: "[ 이름 ] 님, 생일을 축하드려요 🎂 이번 달에 오시면 과일 한 바구니를 20% 깎아 드려요.",
  },
];
