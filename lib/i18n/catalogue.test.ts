import { _createCache, _createIntlFormatters } from "use-intl";
import parseAndFill from "use-intl/format-message";
import fill from "use-intl/format-message/format-only";
import { expect, test } from "vitest";
import { compiled, wordsIn } from "./catalogue";
import { locales, TIME_ZONE } from "./locale";
import { allMessages } from "./messages";

type Tree = { [key: string]: string | Tree };

const leaves = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${path}.${key}`, value]] : leaves(value, `${path}.${key}`),
  );

/** Everything a message may ask for: each argument the same figure, each tag its content in brackets. */
const valuesFor = (message: string, figure: number) =>
  Object.fromEntries([
    ...[...message.matchAll(/\{\s*([a-zA-Z]\w*)\s*[,}]/g)].map((found) => [found[1], figure]),
    ...[...message.matchAll(/<([a-zA-Z]\w*)>/g)].map((found) => [found[1], (inside: string) => `[${inside}]`]),
  ]);

test("a message parsed beforehand says what it says when it is parsed as it is shown", () => {
  const cache = _createCache();
  for (const locale of locales) {
    const options = { cache, formatters: _createIntlFormatters(cache), locale, timeZone: TIME_ZONE };
    // Without a blank to fill it says one thing.
    for (const [key, message] of leaves(allMessages(locale)))
      for (const figure of /[{<]/.test(message) ? [0, 1, 2, 12_345] : [0]) {
        const values = valuesFor(message, figure);
        const [parsed] = Object.values(compiled({ message }) as Record<string, Parameters<typeof fill>[1]>);
        const asShown = [parseAndFill(key, message, values, options)].flat().join("");
        expect([fill(key, parsed!, values, options)].flat().join(""), `${locale}${key}`).toBe(asShown);
      }
  }
});

test("a parsed message is made of what a page may pass to the browser", () => {
  const plain = (value: unknown): boolean =>
    typeof value !== "object" || value === null
      ? true
      : (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) &&
        Object.values(value).every(plain);
  for (const locale of locales) expect(plain(compiled(allMessages(locale)))).toBe(true);
});

test("words of the server speak without a page", () => {
  expect(wordsIn("ko", "common")("retry")).toBe(allMessages("ko").common.retry);
});
