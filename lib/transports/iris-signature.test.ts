import { createHmac } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalForm, canonicalTarget, sha256Hex, signedHeaders } from "./iris-signature";
import type { Ask } from "./sandbox-answer";
import { openSignatureCheck } from "./sandbox-signature";

const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const call = {
  method: "GET",
  url: new URL("http://h/config"),
  bodySha256: EMPTY,
  nowMs: 1000,
  nonce: "nonce-1",
} as const;

test("the canonical form is five lines, and the signature its HMAC in hex", () => {
  expect(sha256Hex("")).toBe(EMPTY);
  expect(canonicalForm(call)).toBe(`GET\n/config\n1000\nnonce-1\n${EMPTY}`);
  expect(signedHeaders("secret", call)).toEqual({
    "x-iris-timestamp": "1000",
    "x-iris-nonce": "nonce-1",
    "x-iris-body-sha256": EMPTY,
    "x-iris-signature": "6ab7b7cb7175ac20f93c9a7207858232aa58793f884dd3633064aee195c471f1",
  });
});

test.each([
  ["", "/query"],
  ["period=7d&limit=5", "/query?limit=5&period=7d"],
  ["b=2&a=3&a=1", "/query?a=1&a=3&b=2"],
  [
    "room name=한글 채팅&symbols=a%26b%3Dc%25",
    "/query?room%20name=%ED%95%9C%EA%B8%80%20%EC%B1%84%ED%8C%85&symbols=a%26b%3Dc%25",
  ],
  ["x=!'()*~", "/query?x=%21%27%28%29%2A~"],
])("query %s is signed as %s", (query, target) => {
  expect(canonicalTarget("/query", new URLSearchParams(query))).toBe(target);
});

const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
const pairs = fc.array(fc.tuple(text, text), { maxLength: 5 });
const path = fc
  .array(fc.stringMatching(/^[A-Za-z0-9._~-]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((steps) => `/${steps.join("/")}`)
  .filter((steps) => !/\/\.{1,2}(\/|$)/.test(steps));

test("whatever is signed, the gateway's own reading agrees, and with one thing changed it doesn't", () => {
  fc.assert(
    fc.property(
      fc.constantFrom("GET" as const, "POST" as const),
      path,
      pairs,
      fc.uint8Array({ maxLength: 60 }),
      fc.uuid(),
      text.filter((secret) => secret.trim() !== ""),
      fc.integer({ min: -290_000, max: 290_000 }),
      (method, pathname, query, body, nonce, secret, skewMs) => {
        const url = new URL(pathname, "http://phone");
        for (const [key, value] of query) url.searchParams.append(key, value);
        const nowMs = Date.now() + skewMs;
        const headers = signedHeaders(secret, { method, url, bodySha256: sha256Hex(body), nowMs, nonce });
        const ask: Ask = { method, url, headers, body: Buffer.from(body) };
        const judge = (given: Ask, key = secret) => {
          const check = openSignatureCheck(key);
          return () => check.before(given).after(given.body);
        };
        expect(judge(ask)).not.toThrow();
        const other = new URL(url);
        other.searchParams.append("room", "2");
        const { "x-iris-body-sha256": _, ...bare } = headers;
        const stamp = (ms: number) => ({ ...headers, "x-iris-timestamp": String(ms) });
        const changed: Ask[] = [
          { ...ask, method: method === "GET" ? "POST" : "GET" },
          { ...ask, url: other },
          { ...ask, url: new URL(`${url.pathname}x${url.search}`, url) },
          { ...ask, body: Buffer.concat([ask.body, Buffer.from([1])]) },
          { ...ask, headers: stamp(nowMs + 1) },
          { ...ask, headers: { ...headers, "x-iris-nonce": `${nonce}0` } },
          { ...ask, headers: { ...headers, "x-iris-body-sha256": sha256Hex("other") } },
          { ...ask, headers: {} },
          ...(method === "POST" ? [{ ...ask, headers: bare }] : []),
        ];
        for (const [i, one] of changed.entries()) expect(judge(one), String(i)).toThrow("unauthorized");
        expect(judge(ask, `${secret}x`)).toThrow("unauthorized");
        expect(judge(ask, " ")).toThrow("service unavailable");
      },
    ),
    { numRuns: 300 },
  );
});

test("a nonce is good once, a clock more than five minutes off never", () => {
  const url = new URL("http://phone/reply-status/a");
  const check = openSignatureCheck("secret");
  const ask = (nowMs: number, nonce: string): Ask => {
    const headers = signedHeaders("secret", { method: "GET", url, bodySha256: EMPTY, nowMs, nonce });
    return { method: "GET", url, headers, body: Buffer.alloc(0) };
  };
  const now = Date.now();
  expect(() => check.before(ask(now, "n"))).not.toThrow();
  expect(() => check.before(ask(now, "n"))).toThrow("unauthorized");
  expect(() => check.before(ask(now, "m"))).not.toThrow();
  for (const off of [-301_000, 302_000]) expect(() => check.before(ask(now + off, `${off}`))).toThrow("unauthorized");
});

test("the signature is what anyone else computes from the same lines", () => {
  const lines = canonicalForm({ ...call, method: "POST", url: new URL("http://h/reply") });
  const expected = createHmac("sha256", "열쇠").update(lines).digest("hex");
  const signed = signedHeaders("열쇠", { ...call, method: "POST", url: new URL("http://h/reply") });
  expect(signed["x-iris-signature"]).toBe(expected);
});
