import { expect, test } from "vitest";
import { solapiSignature } from "./solapi-signature";

const account = { apiKey: "NCSTESTKEY000001", apiSecret: "SECRET000000000000000000000000001" };

test("the header is what Solapi's documents say of it", () => {
  const header = solapiSignature(account, new Date("2026-11-20T09:00:00Z"), "0123456789abcdef");
  // printf '2026-11-20T09:00:00.000Z0123456789abcdef' | openssl dgst -sha256 -hmac SECRET000000000000000000000000001
  expect(header).toBe(
    "HMAC-SHA256 apiKey=NCSTESTKEY000001, date=2026-11-20T09:00:00.000Z, salt=0123456789abcdef, signature=1fe640cd0ef35f24f08be561816ab55cc0b1211b33bc50f8c66b9e486676a11f",
  );
});

test("no salt is used twice, and the secret is never in the header", () => {
  const headers = Array.from({ length: 100 }, () => solapiSignature(account, new Date(0)));
  expect(new Set(headers).size).toBe(100);
  expect(headers.join()).not.toContain(account.apiSecret);
});
