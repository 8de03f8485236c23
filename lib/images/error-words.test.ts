import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { sayError } from "@/lib/http/error-text";

const PARAMS = { actual: "PNG", width: 9000, height: 10, maximum: 8192, frames: 300, seconds: 5 };

test("everything that can be wrong with an image is said in both languages", () => {
  const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !name.includes(".test."));
  const text = sources.map((name) => readFileSync(join(import.meta.dirname, name), "utf8")).join("\n");
  const keys = [...new Set(text.match(/(?<=")images?[A-Z]\w+(?=")/g))];
  expect(keys.length).toBeGreaterThan(15);
  for (const key of keys)
    for (const locale of ["ko", "en"] as const) {
      const said = sayError(locale, key, PARAMS);
      expect(said, key).not.toBe(key);
      expect(said, key).not.toMatch(/[{}]/);
    }
});
