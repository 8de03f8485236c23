import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { ordinalKey, phoneKey } from "./phone-key";
import { openPhone, sealPhone } from "./sealed-phone";

const keys = {
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
  LOOKUP_KEY: "a-lookup-key-of-at-least-32-characters",
};

test("a sealed number opens under its own key only, and shows four digits", () => {
  const sealed = sealPhone(keys, "01000000123");
  expect(sealed.phoneLast4).toBe("0123");
  expect(sealed.phone.toString("latin1")).not.toContain("01000000123");
  expect(sealed.phone.length).toBeLessThanOrEqual(512);
  expect(openPhone(keys, sealed)).toBe("01000000123");
  expect(() => openPhone(keys, { ...sealed, phoneKey: phoneKey(keys.LOOKUP_KEY, "01000000124") })).toThrow();
});

test("a number has one key of 32 bytes, another under another lookup key, and none is an ordinal's", () => {
  const key = phoneKey(keys.LOOKUP_KEY, "01000000123");
  expect(key).toHaveLength(32);
  expect(phoneKey(keys.LOOKUP_KEY, "01000000123")).toEqual(key);
  expect(phoneKey(`${keys.LOOKUP_KEY}!`, "01000000123")).not.toEqual(key);
  expect(ordinalKey(keys.LOOKUP_KEY, 1000000123)).not.toEqual(key);
  expect(ordinalKey(keys.LOOKUP_KEY, 1)).not.toEqual(ordinalKey(keys.LOOKUP_KEY, 2));
});
