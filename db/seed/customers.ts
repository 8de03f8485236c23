/** Invented people. Their numbers end in 51xx–59xx, which are nobody's and no code of the simulator's. */
export type StoryCustomer = {
  id: number;
  org: string;
  code: string;
  name: string;
  /** Null: somebody without a number. */
  digits: string | null;
  adConsent: boolean;
  nightConsent: boolean;
  optedOut?: true;
  memo?: string;
};

const FAMILY = ["가", "나", "다", "라", "마", "바", "사", "아", "자", "차"];
const GIVEN = ["온", "솔", "별", "결", "담", "율", "봄", "샘", "빛", "새", "길", "늘", "들", "람", "미", "벼"];
/** Made-up syllables, so that nobody is meant. */
const nameOf = (n: number): string =>
  `${FAMILY[n % FAMILY.length]}${GIVEN[(n * 7) % GIVEN.length]}${GIVEN[(n * 3 + Math.floor(n / 16)) % GIVEN.length]}`;

const SHOPS: readonly [org: string, code: string, people: number][] = [
  ["jeongja", "JJ", 36],
  ["pangyo", "PG", 24],
  ["sunae", "SU", 10],
  ["gwanggyo", "GG", 18],
  ["haeundae", "HU", 20],
  ["suseong", "SS", 16],
];

const of = ([org, code, people]: (typeof SHOPS)[number], shop: number): Omit<StoryCustomer, "id">[] =>
  Array.from({ length: people }, (_, i) => {
    const n = shop * 100 + i;
    const adConsent = i % 6 !== 5;
    return {
      org,
      code: `${code}-${String(i + 1).padStart(3, "0")}`,
      name: nameOf(n),
      digits: i === 9 ? null : `0100000${5100 + shop * 100 + i}`,
      adConsent,
      nightConsent: adConsent && i % 4 === 0,
      ...(i === 7 && { optedOut: true as const }),
      ...(i === 3 && { memo: "복숭아 알레르기" }),
    };
  });

export const storyCustomers: readonly StoryCustomer[] = SHOPS.flatMap(of).map((customer, i) => ({
  id: i + 1,
  ...customer,
}));

const QUIET_FAMILY = ["하", "거", "너", "더", "러", "머", "버", "서", "어", "저"];
const QUIET_SHOPS: readonly [org: string, code: string][] = [
  ["yeongtong", "YT"],
  ["seomyeon", "SM"],
  ["ulsan", "UL"],
];
/** As many customers as the seed speaks of (S4-48). */
export const STORY_CUSTOMERS = 1_000;

/**
 * The others, about whom there is nothing to tell: nobody writes to them, every fifth has no number. Theirs end in 70xx–79xx,
 * which are nobody's either.
 */
export const quietCustomers: readonly StoryCustomer[] = Array.from(
  { length: STORY_CUSTOMERS - storyCustomers.length },
  (_, i) => {
    const [org, code] = QUIET_SHOPS[i % QUIET_SHOPS.length]!;
    const given = `${GIVEN[(i * 5) % GIVEN.length]}${GIVEN[(i * 3 + Math.floor(i / 16)) % GIVEN.length]}`;
    return {
      id: storyCustomers.length + i + 1,
      org,
      code: `${code}-${String(Math.floor(i / QUIET_SHOPS.length) + 1).padStart(3, "0")}`,
      name: `${QUIET_FAMILY[i % QUIET_FAMILY.length]}${given}`,
      digits: i % 5 === 4 ? null : `0100000${7000 + i}`,
      adConsent: false,
      nightConsent: false,
    };
  },
);
export const everyCustomer: readonly StoryCustomer[] = [...storyCustomers, ...quietCustomers];

export type StoryList = { org: string; by: string; name: string; members: (customer: StoryCustomer) => boolean };

export const storyLists: readonly StoryList[] = [
  { org: "jeongja", by: "jeongja", name: "단골", members: ({ org, id }) => org === "jeongja" && id % 3 !== 0 },
  { org: "jeongja", by: "jeongja", name: "토요일 픽업", members: ({ org, id }) => org === "jeongja" && id % 5 === 0 },
  { org: "pangyo", by: "pangyo", name: "회사 주문", members: ({ org, id }) => org === "pangyo" && id % 2 === 0 },
  { org: "haeundae", by: "haeundae", name: "새벽장 소식 받는 분", members: ({ org }) => org === "haeundae" },
];
