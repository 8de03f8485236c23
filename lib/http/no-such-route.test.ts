import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(process.cwd(), "app/api");
const routes = (readdirSync(root, { recursive: true }) as string[]).filter((file) => file.endsWith("route.ts"));
const methods = ["DELETE", "GET", "PATCH", "POST", "PUT"];

// Next itself answers a method that a route doesn't export with 405 and no body at all.
test.each(routes)("every method of %s is answered by us", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const missing = methods.filter(
    (method) => !new RegExp(`(export (const|async function) | as )${method}\\b`).test(text),
  );
  expect(missing).toEqual([]);
});
