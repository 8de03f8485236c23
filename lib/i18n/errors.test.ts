import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { errors as en } from "./en/errors";
import { errors as ko } from "./ko/errors";

const root = join(import.meta.dirname, "..");
const sources = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.ts$/.test(path) && !/\.test\.ts$|^(i18n|env|transports)\//.test(path))
  .map((path) => ({ path: `lib/${path}`, text: readFileSync(join(root, path), "utf8") }));

/** Where code names a sentence of the errors catalogue. */
const NAMED = [
  /\berror: "([a-z]\w*)"/g,
  /\bmessage: "([a-z]\w*)"/g,
  /\binvalid\((?:\[[^\]]*\]|[^()[\]]*?),\s*"([a-z]\w*)"/g,
];

test("every refusal has its sentence", () => {
  const missing = sources.flatMap(({ path, text }) =>
    NAMED.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1] ?? ""))
      .filter((key) => !(key in ko))
      .map((key) => `${path}: ${key}`),
  );
  expect(missing).toEqual([]);
});

describe("both languages say the same with the same blanks", () => {
  const blanks = (text: string) =>
    [...new Set([...text.matchAll(/\{([a-z]\w*)\s*[,}]/g)].map((match) => match[1]))].sort();
  test.each(Object.keys(ko) as (keyof typeof ko)[])("%s", (key) => {
    expect(blanks(en[key])).toEqual(blanks(ko[key]));
    expect(en[key].trim().length).toBeGreaterThan(0);
  });
});
