import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { accountOf, sealKey } from "./account-of";

const env = { ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}` };
const platform = { ...env, SOLAPI_API_KEY: "PLATFORMKEY00001", SOLAPI_API_SECRET: "platform-secret" };
const own = { apiKey: "TENANTKEY0000001", apiSecret: "tenant-secret" };

test("a tenant's own key is opened for its own row only", () => {
  const solapiKey = sealKey(env, 7, own);
  expect(solapiKey.toString()).not.toContain(own.apiSecret);
  expect(accountOf(platform, { id: 7, solapiKey })).toEqual({
    ok: true,
    account: { ...own, accountKey: createHash("sha256").update(own.apiKey).digest(), owner: "tenant" },
  });
  expect(accountOf(platform, { id: 8, solapiKey })).toEqual({ ok: false, reason: "key_unreadable" });
});

test("without one the platform's is used, and without that none", () => {
  expect(accountOf(platform, { id: 7, solapiKey: null })).toMatchObject({
    ok: true,
    account: { apiKey: "PLATFORMKEY00001", owner: "platform" },
  });
  expect(accountOf(env, { id: 7, solapiKey: null })).toEqual({ ok: false, reason: "key_missing" });
});

test("a key nobody can open any more is never replaced by the platform's", () => {
  const solapiKey = sealKey(env, 7, own);
  const rotated = { ...platform, ENCRYPTION_KEYS: `k2:${Buffer.alloc(32, 9).toString("base64")}` };
  expect(accountOf(rotated, { id: 7, solapiKey })).toEqual({ ok: false, reason: "key_unreadable" });
});
