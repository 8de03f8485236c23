import { describe, expect, test } from "vitest";
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

describe("Solapi", () => {
  const simulator = { SOLAPI_MODE: "simulator", SOLAPI_BASE_URL: "http://127.0.0.1:4010" };
  const keys = { SOLAPI_API_KEY: "NCSTESTKEY000001", SOLAPI_API_SECRET: "S".repeat(32) };

  test("is the real one unless told otherwise, with or without an account", () => {
    expect(parseEnv(good).SOLAPI_MODE).toBe("live");
    expect(parseEnv({ ...good, ...keys, SOLAPI_SENDER: "02-000-0000" })).toMatchObject({
      ...keys,
      SOLAPI_SENDER: "020000000",
    });
    expect(parseEnv({ ...good, ...simulator, ...keys })).toMatchObject(simulator);
  });

  test.each([
    ["no address of a simulator", { SOLAPI_MODE: "simulator" }, "SOLAPI_BASE_URL"],
    ["a simulator elsewhere", { ...simulator, SOLAPI_BASE_URL: "http://10.0.0.1:4010" }, "SOLAPI_BASE_URL"],
    ["the real host as simulator", { ...simulator, SOLAPI_BASE_URL: "https://api.solapi.com" }, "SOLAPI_BASE_URL"],
    ["a simulator while live", { SOLAPI_BASE_URL: "http://127.0.0.1:4010" }, "SOLAPI_BASE_URL"],
    ["a real key at the simulator", { ...simulator, ...keys, SOLAPI_API_KEY: "NCSAAAABBBBCCCC1" }, "SOLAPI_API_KEY"],
    ["a key cut short", { ...keys, SOLAPI_API_KEY: "NCS" }, "SOLAPI_API_KEY"],
    ["a key without its secret", { SOLAPI_API_KEY: keys.SOLAPI_API_KEY }, "SOLAPI_API_SECRET"],
    ["a secret without its key", { SOLAPI_API_SECRET: keys.SOLAPI_API_SECRET }, "SOLAPI_API_KEY"],
    ["a sender that is no number", { SOLAPI_SENDER: "도착" }, "SOLAPI_SENDER"],
    ["a short webhook secret", { SOLAPI_WEBHOOK_SECRET: "short" }, "SOLAPI_WEBHOOK_SECRET"],
    ["a mode nobody knows", { SOLAPI_MODE: "test" }, "SOLAPI_MODE"],
  ])("%s ends the start, in words without the value", (_, given, named) => {
    const start = () => parseEnv({ ...good, ...given });
    expect(start).toThrow(named);
    expect(start).not.toThrow("NCSAAAABBBBCCCC1");
  });
});

test("files lie on the disk unless a bucket is named for them", () => {
  expect(parseEnv(good)).toMatchObject({ STORAGE_DRIVER: "local", STORAGE_DIR: ".data/storage" });
  const s3 = { ...good, STORAGE_DRIVER: "s3", S3_BUCKET: "dochak-images" };
  expect(parseEnv(s3)).toMatchObject({
    STORAGE_DRIVER: "s3",
    S3_BUCKET: "dochak-images",
    AWS_REGION: "ap-northeast-2",
  });
  expect(parseEnv({ ...s3, S3_ENDPOINT: "http://127.0.0.1:9000" }).S3_ENDPOINT).toBe("http://127.0.0.1:9000");
  expect(() => parseEnv({ ...s3, S3_BUCKET: "" })).toThrow("S3_BUCKET: STORAGE_DRIVER=s3 라면");
  for (const bad of ["Dochak", "a", "a_b", "-ab", "a/b", "dochak--apne2-az1--x-s3"])
    expect(() => parseEnv({ ...s3, S3_BUCKET: bad })).toThrow("S3_BUCKET");
  for (const bad of ["storage.example", "ftp://storage.example"])
    expect(() => parseEnv({ ...s3, S3_ENDPOINT: bad })).toThrow("S3_ENDPOINT");
});
