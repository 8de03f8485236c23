import { AppRouterContext } from "next/dist/shared/lib/app-router-context.shared-runtime";
import { type ContextType, createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { beforeEach, expect, test, vi } from "vitest";
import { diagnosisWithoutDatabase } from "@/lib/diagnosis/read-diagnosis";

let locale = "ko";
vi.mock("next/headers", () => ({ cookies: async () => ({ get: () => ({ value: locale }) }) }));
const { DatabaseDown } = await import("./database-down");
beforeEach(() => {
  locale = "ko";
});

const router = { refresh: () => {} } as ContextType<typeof AppRouterContext>;
const shown = async () => {
  const known = diagnosisWithoutDatabase(new Date("2026-11-20T05:00:00.000Z"));
  return renderToStaticMarkup(
    createElement(AppRouterContext.Provider, { value: router }, await DatabaseDown({ known })),
  );
};
const wordsOf = (html: string) => html.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");

test("without its database every screen says that nothing is sent, and names the one layer that is known to be broken", async () => {
  const said = wordsOf(await shown());
  expect(said).toContain("데이터베이스에 닿지 않아 보낼 수 없어요");
  expect(said.match(/데이터베이스에 닿지 않아요/g)).toHaveLength(1);
  const layers = ["API", "대기열", "워커", "공급자"].map((layer) => said.indexOf(layer, said.indexOf("1 API")));
  expect(layers).toEqual(layers.toSorted((a, b) => a - b));
  expect(layers).not.toContain(-1);
  // Of the three others nobody claims anything.
  expect(said.match(/ 막힘 /g)).toHaveLength(1);
  expect(said.match(/ 물어볼 수 없음 /g)).toHaveLength(3);
});

test("it speaks the reader's language, and nothing on it needs the database or leads anywhere", async () => {
  locale = "en";
  const html = await shown();
  expect(wordsOf(html)).not.toMatch(/[가-힣]/);
  expect(html).not.toContain("<a ");
});
