import type { OrgLevel, Role } from "../enums";
import { orgBySlug } from "./organisations";

/** Every demo account has this password. The demo is a stand-alone installation with invented data. */
export const DEMO_PASSWORD = "apple-grape-2026";

export type StoryPerson = { id: number; mbId: string; org: string; name: string; role: Role; left?: true };

/** One admin per organisation, named like it, then operators and viewers on every level. */
export const storyPeople: readonly StoryPerson[] = (
  [
    ["hq", "hq", "김하늘", "admin"],
    ["sudogwon", "sudogwon", "한지오", "admin"],
    ["yeongnam", "yeongnam", "배도현", "admin"],
    ["seongnam", "seongnam", "이도윤", "admin"],
    ["suwon", "suwon", "조은결", "admin"],
    ["busan", "busan", "남해솔", "admin"],
    ["daegu", "daegu", "권시온", "admin"],
    ["jeongja", "jeongja", "윤다온", "admin"],
    ["pangyo", "pangyo", "강로운", "admin"],
    ["sunae", "sunae", "임새별", "admin"],
    ["gwanggyo", "gwanggyo", "백가온", "admin"],
    ["yeongtong", "yeongtong", "신누리", "admin"],
    ["haeundae", "haeundae", "문바다", "admin"],
    ["seomyeon", "seomyeon", "하윤슬", "admin"],
    ["suseong", "suseong", "채우람", "admin"],
    ["ulsan", "ulsan", "구한별", "admin"],
    ["hq-operator", "hq", "오세린", "operator"],
    ["hq-viewer", "hq", "민재하", "viewer"],
    ["sudogwon-operator", "sudogwon", "노아라", "operator"],
    ["seongnam-operator", "seongnam", "서가람", "operator"],
    ["seongnam-viewer", "seongnam", "문소이", "viewer"],
    ["jeongja-operator", "jeongja", "한결", "operator"],
    ["jeongja-viewer", "jeongja", "도담", "viewer"],
    ["haeundae-operator", "haeundae", "유미르", "operator"],
    ["raon", "jeongja", "정라온", "operator", true],
  ] as const
).map(([mbId, org, name, role, left], i) => ({ id: i + 1, mbId, org, name, role, ...(left && { left }) }));

export type DemoAccount = { mbId: string; password: string; org: string; level: OrgLevel; role: Role };

/** Who can sign in to the demo, admins from the top down first. */
export const demoAccounts = (): DemoAccount[] =>
  storyPeople
    .filter((person) => !person.left)
    .map(({ mbId, org, role }) => {
      const { name, level } = orgBySlug.get(org) as { name: string; level: OrgLevel };
      return { mbId, password: DEMO_PASSWORD, org: name, level, role };
    });
