import type { BotStatus, RoomStatus, RoomType } from "../enums";
import type { LimitOverrides } from "../schema/orgs";

export type StoryBot = { id: number; botName: string; deviceId: string; status: BotStatus };

/** Two phones that work and one that waits for HQ's word. All of them live in the sandbox. */
export const storyBots: readonly StoryBot[] = [
  { id: 1, botName: "새봄봇 01", deviceId: "A12-0117", status: "approved" },
  { id: 2, botName: "새봄봇 02", deviceId: "A12-0124", status: "approved" },
  { id: 3, botName: "새봄봇 03", deviceId: "S23-0208", status: "pending" },
];

export type StoryRoom = {
  id: number;
  key: string;
  name: string;
  roomId: string;
  bot: number;
  org: string;
  members: number;
  roomType: RoomType;
  status: RoomStatus;
  limits?: LimitOverrides;
};

type Spare = { type?: RoomType; status?: RoomStatus; limits?: LimitOverrides };
const rows: readonly [key: string, name: string, bot: number, org: string, members: number, spare?: Spare][] = [
  ["jeongja-regulars", "정자점 단골방", 1, "jeongja", 124],
  ["jeongja-group", "정자 공구방", 1, "jeongja", 87],
  ["jeongja-practice", "정자점 연습방", 1, "jeongja", 3, { type: "test" }],
  ["pangyo-1", "판교 공구방 1", 1, "pangyo", 211, { limits: { runsPerDay: 5 } }],
  ["pangyo-2", "판교 공구방 2", 1, "pangyo", 168],
  ["sunae-apartments", "수내 아파트방", 1, "sunae", 96],
  ["sunae-regulars", "수내 단골방", 1, "sunae", 58],
  ["gwanggyo-mothers", "광교 맘카페방", 1, "gwanggyo", 302, { limits: { perMinute: 3 } }],
  ["gwanggyo-lake", "광교 호수마을방", 1, "gwanggyo", 74],
  ["yeongtong-regulars", "영통 단골방", 1, "yeongtong", 91],
  ["seongnam-owners", "성남 점주방", 1, "seongnam", 6],
  ["suwon-owners", "수원 점주방", 1, "suwon", 5],
  ["sudogwon-notice", "수도권 공지방", 1, "sudogwon", 14],
  ["hq-test-1", "본사 테스트방 01", 1, "hq", 4, { type: "test" }],
  ["haeundae-talk", "해운대 과일톡", 2, "haeundae", 188],
  ["haeundae-dawn", "해운대 새벽장방", 2, "haeundae", 63],
  ["haeundae-practice", "해운대 연습방", 2, "haeundae", 2, { type: "test" }],
  ["seomyeon-regulars", "서면 단골방", 2, "seomyeon", 143],
  ["seomyeon-office", "서면 회사원방", 2, "seomyeon", 79, { status: "inactive" }],
  ["suseong-regulars", "수성못 단골방", 2, "suseong", 117],
  ["suseong-group", "수성 공구방", 2, "suseong", 65],
  ["ulsan-regulars", "울산 단골방", 2, "ulsan", 52],
  ["busan-owners", "부산 점주방", 2, "busan", 5],
  ["yeongnam-notice", "영남 공지방", 2, "yeongnam", 11],
  ["hq-notice", "본사 전체 공지방", 2, "hq", 23],
  ["hq-test-2", "본사 테스트방 02", 2, "hq", 4, { type: "test" }],
];

/** Production rooms and a test room on each bot. Channel ids are invented and numeric, as the gateway wants them. */
export const storyRooms: readonly StoryRoom[] = rows.map(([key, name, bot, org, members, spare], i) => ({
  id: i + 1,
  key,
  name,
  roomId: String(18_340_000_100 + (i + 1)),
  bot,
  org,
  members,
  roomType: spare?.type ?? "production",
  status: spare?.status ?? "active",
  ...(spare?.limits && { limits: spare.limits }),
}));

export const roomByKey = new Map(storyRooms.map((room) => [room.key, room]));
