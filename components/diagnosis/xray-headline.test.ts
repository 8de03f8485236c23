import { expect, test } from "vitest";
import { standings } from "@/lib/diagnosis/verdict-shape";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { wordsIn } from "@/lib/i18n/catalogue";
import { headlineOf } from "./xray-headline";

const ko = wordsIn("ko", "xray");
const en = wordsIn("en", "xray");
type Told = Pick<Xray, "subject" | "verdict" | "groups" | "known">;
const told = (over: Partial<Told> = {}): Told => ({
  subject: { kind: "phone", id: 1, recipient: null },
  verdict: { standing: "stuck", layer: "provider", cause: "x", fix: "y", code: null },
  groups: [],
  known: ["nothing_left"],
  ...over,
});
const group = (standing: Xray["verdict"]["standing"], count: number, layer: "queue" | "provider" | null = null) => ({
  ...{ standing, layer, count, cause: null, code: null, sample: null },
});

test("where it is the same for all, one sentence says how many and where", () => {
  const groups = [group("stuck", 30, "provider"), group("stuck", 8, "provider")];
  expect(headlineOf(told({ groups }), ko)).toBe("38명 모두 공급자에서 막혔고, 아직 나가지 않았어요");
  expect(headlineOf(told({ groups }), en)).toBe("All 38 are stuck at the provider, and nothing has left");
});

test("where it isn't, what went well comes first and what needs somebody last", () => {
  const groups = [group("stuck", 3, "queue"), group("delivered", 30), group("ended", 5, "provider")];
  expect(headlineOf(told({ groups }), ko)).toBe(
    "38명 가운데 30명에게는 도착했고, 5명은 공급자에서 멈췄고, 3명은 대기열에서 막혔어요",
  );
});

test("who stopped at different layers is never told as one", () => {
  const groups = [group("ended", 3, "provider"), group("ended", 1, "queue")];
  expect(headlineOf(told({ groups }), ko)).toBe("4명 가운데 3명은 공급자에서 멈췄고, 1명은 대기열에서 멈췄어요");
});

test("one person and one run are told without a number", () => {
  const subject = { kind: "phone" as const, id: 1, recipient: 7 };
  expect(headlineOf(told({ subject }), ko)).toBe("공급자에서 막혔고, 아직 나가지 않았어요");
  expect(headlineOf(told({ subject: { kind: "room", id: 1, recipient: null } }), ko)).toBe(
    "공급자에서 막혔고, 아직 나가지 않았어요",
  );
});

test("that nothing has left is said only where a record says so", () => {
  const groups = [group("stuck", 38, "provider")];
  expect(headlineOf(told({ groups, known: [] }), ko)).toBe("38명 모두 공급자에서 막혀서 기다리고 있어요");
});

test("only what arrived is said to have arrived", () => {
  for (const standing of standings)
    for (const kind of ["phone", "room"] as const) {
      const verdict = { standing, layer: "provider" as const, cause: null, fix: null, code: null };
      const sentence = headlineOf(
        told({ verdict, subject: { kind, id: 1, recipient: kind === "phone" ? 1 : null } }),
        ko,
      );
      expect(/도착했어요/.test(sentence), sentence).toBe(standing === "delivered");
    }
});
