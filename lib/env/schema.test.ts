import { expect, test } from "vitest";
import { parseEnv } from "./schema";

const good = {
  DATABASE_URL: "mysql://a:b@127.0.0.1:3306/dochak",
  APP_ORIGIN: "https://dochak.example",
  NEXTAUTH_SECRET: "n".repeat(32),
  CRON_SECRET: "c".repeat(32),
  LOOKUP_KEY: "l".repeat(32),
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString("base64")}`,
};

test("a pass has 50 seconds unless told otherwise, between 5 and 290", () => {
  expect(parseEnv(good).TICK_BUDGET_MS).toBe(50_000);
  expect(parseEnv({ ...good, TICK_BUDGET_MS: "290000" }).TICK_BUDGET_MS).toBe(290_000);
  for (const bad of ["4999", "290001", "1.5", "soon"])
    expect(() => parseEnv({ ...good, TICK_BUDGET_MS: bad })).toThrow("TICK_BUDGET_MS");
});

test.each([
  "http://hooks.example/x",
  "https://user:word@hooks.example/x",
  "https://hooks.example:22/x",
  "ftp://hooks.example",
  "hooks.example",
])("no notice ever goes to %s", (address) => {
  expect(() => parseEnv({ ...good, ALERT_WEBHOOK_URL: address })).toThrow("ALERT_WEBHOOK_URL");
});

test("an empty webhook is none, and a bad one is never repeated in the message", () => {
  expect(parseEnv({ ...good, ALERT_WEBHOOK_URL: "" }).ALERT_WEBHOOK_URL).toBeUndefined();
  expect(parseEnv({ ...good, ALERT_WEBHOOK_URL: "https://hooks.example/T/B" }).ALERT_WEBHOOK_URL).toBe(
    "https://hooks.example/T/B",
  );
  const said = (() => {
    try {
      return parseEnv({ ...good, ALERT_WEBHOOK_URL: "http://hooks.example/secret-path" });
    } catch (error) {
      return String(error);
    }
  })();
  expect(said).toContain("ALERT_WEBHOOK_URL");
  expect(said).not.toContain("secret-path");
});
