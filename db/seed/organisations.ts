import type { OrgLevel } from "../enums";
import type { LimitOverrides } from "../schema/orgs";

export type StoryOrg = {
  id: number;
  slug: string;
  level: OrgLevel;
  code: string;
  name: string;
  parent: string | null;
  limits?: LimitOverrides;
};

/** 새봄청과, an invented franchise of fruit shops: 1 본사, 2 총판, 4 대리점, 9 지점. 울산점 skips a level. */
export const storyOrgs: readonly StoryOrg[] = [
  { id: 1, slug: "hq", level: "hq", code: "HQ-001", name: "새봄청과", parent: null },
  {
    id: 2,
    slug: "sudogwon",
    level: "distributor",
    code: "SD-01",
    name: "수도권총판",
    parent: "hq",
    limits: { runsPerDay: 40 },
  },
  { id: 3, slug: "yeongnam", level: "distributor", code: "YN-01", name: "영남총판", parent: "hq" },
  {
    id: 4,
    slug: "seongnam",
    level: "agency",
    code: "SN-021",
    name: "성남대리점",
    parent: "sudogwon",
    limits: { perHour: 40 },
  },
  { id: 5, slug: "suwon", level: "agency", code: "SW-022", name: "수원대리점", parent: "sudogwon" },
  {
    id: 6,
    slug: "busan",
    level: "agency",
    code: "BS-031",
    name: "부산대리점",
    parent: "yeongnam",
    limits: { minGapSeconds: 60 },
  },
  { id: 7, slug: "daegu", level: "agency", code: "DG-032", name: "대구대리점", parent: "yeongnam" },
  { id: 8, slug: "jeongja", level: "branch", code: "BR-101", name: "분당정자점", parent: "seongnam" },
  { id: 9, slug: "pangyo", level: "branch", code: "BR-102", name: "판교역점", parent: "seongnam" },
  { id: 10, slug: "sunae", level: "branch", code: "BR-103", name: "수내점", parent: "seongnam" },
  { id: 11, slug: "gwanggyo", level: "branch", code: "BR-111", name: "광교점", parent: "suwon" },
  { id: 12, slug: "yeongtong", level: "branch", code: "BR-112", name: "영통점", parent: "suwon" },
  { id: 13, slug: "haeundae", level: "branch", code: "BR-201", name: "해운대점", parent: "busan" },
  { id: 14, slug: "seomyeon", level: "branch", code: "BR-202", name: "서면점", parent: "busan" },
  { id: 15, slug: "suseong", level: "branch", code: "BR-211", name: "수성점", parent: "daegu" },
  { id: 16, slug: "ulsan", level: "branch", code: "BR-221", name: "울산점", parent: "yeongnam" },
];

export const orgBySlug = new Map(storyOrgs.map((org) => [org.slug, org]));

/** `/1/2/4/8/`, walked up from the organisation itself. */
export function storyPath(slug: string): string {
  const org = orgBySlug.get(slug);
  if (!org) throw new Error(`the story has no organisation ${slug}`);
  return `${org.parent === null ? "/" : storyPath(org.parent)}${org.id}/`;
}
