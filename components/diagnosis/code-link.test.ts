import { type ComponentProps, createElement, type FunctionComponent } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { WordsProvider } from "@/components/words/words-provider";
import { messagesOf } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";
import { CodeLink } from "./code-link";

const shown = (props: Parameters<typeof CodeLink>[0], locale: Locale = "ko") =>
  renderToStaticMarkup(
    createElement(
      WordsProvider as FunctionComponent<Omit<ComponentProps<typeof WordsProvider>, "children">>,
      { locale, messages: messagesOf(locale, ["common"]) },
      createElement(CodeLink, props),
    ),
  );

test("a code is shown as it came, and leads to its own entry of the dictionary", () => {
  const link = shown({ code: "3043", kind: "solapi" });
  expect(link).toContain('href="/diagnosis/codes?code=3043&amp;kind=solapi"');
  expect(link).toMatch(/>3043</);
  expect(link).toContain('aria-label="코드 3043의 뜻 보기"');
  expect(shown({ code: "no_balance" }, "en")).toContain('href="/diagnosis/codes?code=no_balance"');
});

test("where its words stand beside it already only the way to them is shown, and whose code it is still said", () => {
  const link = shown({ code: "group_lost", kind: "phone", quiet: true });
  expect(link).not.toMatch(/>group_lost</);
  expect(link).toContain('aria-label="코드 group_lost의 뜻 보기"');
  expect(link).toContain('href="/diagnosis/codes?code=group_lost&amp;kind=phone"');
});

test("what a code is made of can't lead anywhere else", () => {
  expect(shown({ code: "a&kind=room#x" })).toContain('href="/diagnosis/codes?code=a%26kind%3Droom%23x"');
});
