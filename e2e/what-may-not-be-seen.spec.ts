import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { STORY_OWN_KEY, storyTenants } from "../db/seed/tenants";
import { accountOf, demo, signIn } from "./demo";

/** A mobile number with all its digits, however it is written: 010-0000-0000, +82 10 …, 0100000…. */
const WHOLE = /(?<![\w.])(?:\+?82[-\s]?|0)1[016789][-\s.]?\d{3,4}[-\s.]?\d{4}(?!\w)/;
/** What the words of the screens show as an example, and the numbers that are sent from: they belong to the business. */
const ALLOWED = new Set([
  ...["010-0000-0000", "010-0000-0113", "010-0000-5678"],
  ...storyTenants.flatMap(({ senders }) => senders.map(({ number }) => number)),
]);
const PAGES = [
  "/",
  "/messages",
  "/messages/1",
  "/messages/recent",
  "/customers",
  "/customers/1",
  "/customers/opt-outs",
  "/coverage",
  "/settings/messaging/1",
  "/settings/messaging/5?tab=connection",
];

for (const level of ["hq", "branch"] as const) {
  test(`no page shows ${level} a whole number or a key, not even in its source`, async ({ page }) => {
    await signIn(page, accountOf(level));
    for (const address of PAGES) {
      const source = await (await page.request.get(address)).text();
      const whole = [...source.matchAll(new RegExp(WHOLE, "g"))].map(([number]) => number);
      expect
        .soft(
          whole.filter((number) => !ALLOWED.has(number)),
          address,
        )
        .toEqual([]);
      expect.soft(source.includes(STORY_OWN_KEY.apiSecret), `${address} holds a secret`).toBe(false);
    }
  });
}

/** Runs last: by now every other walk has sent, failed and been refused through these servers. */
test("no server wrote a whole number, a key or a password to its log", () => {
  const logs = path.join(path.dirname(process.env.E2E_DEMO_JSON ?? ".data/demo.json"), "logs");
  const files = readdirSync(logs);
  expect(files).toContain("app.log");
  const secrets = [STORY_OWN_KEY.apiSecret, demo.cronSecret, ...demo.users.map(({ password }) => password)];
  for (const file of files) {
    const text = readFileSync(path.join(logs, file), "utf8");
    expect.soft(WHOLE.exec(text)?.[0], file).toBeUndefined();
    for (const secret of secrets) expect.soft(text.includes(secret), `${file} holds a secret`).toBe(false);
  }
});
