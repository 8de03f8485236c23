import { resolve, sep } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { newImageKey, parseImageKey, parseObjectKey, thumbKeyOf, uuidV7 } from "./object-key";

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom("..", ".", "", "/", "\\", "\0", "%2e%2e", "img", "a.jpg", "C:", "~", "\n", "딸기", "..%00"),
      fc.string({ unit: "binary", maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom(parts.join("/"), parts.join(""), `/${parts.join("/")}`, `${parts.join("/")}/`));

test("whatever is a key stays inside the store and outside the store's own folders", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const key = parseObjectKey(text);
      if (key === null) return;
      const path = resolve("/store", key);
      expect(path).toBe(`/store/${key}`);
      expect(path.startsWith(`/store${sep}`)).toBe(true);
      expect(path.startsWith("/store/.")).toBe(false);
    }),
    { numRuns: 5_000 },
  );
});

test("refuses every way out and every ambiguous spelling", () => {
  const bad = [
    "",
    "/",
    "/a",
    "a/",
    "a//b",
    ".",
    "..",
    "../a",
    "a/../b",
    "a/./b",
    "a\\b",
    "a\0b",
    "a\nb",
    "c:a",
    ".tmp/x",
  ];
  for (const text of [...bad, "a".repeat(256), `${"a/".repeat(600)}a`, "\ud800"])
    expect(parseObjectKey(text)).toBeNull();
  for (const text of ["a", "a/b.jpg", "img/1/x", "딸기 상자/한라봉.png", "a/.hidden", "a/..b"])
    expect(parseObjectKey(text)).toBe(text);
});

test("made keys are plain ASCII, parse again, never repeat and grow with time", () => {
  const instants = fc.date({ min: new Date("2020-01-01"), max: new Date("2999-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }).filter((id) => String(id).length <= 16),
      instants,
      fc.constantFrom("image/jpeg" as const, "image/png" as const, "image/gif" as const),
      (orgId, at, mime) => {
        const key = newImageKey(orgId, at, mime);
        expect(parseImageKey(key)).toBe(key);
        expect(parseObjectKey(key)).toBe(key);
        expect(key.length).toBeLessThanOrEqual(160);
        expect(key).toMatch(/^[\x21-\x7e]+$/);
        expect(newImageKey(orgId, at, mime)).not.toBe(key);
        expect(parseObjectKey(thumbKeyOf(key))).toMatch(/^thumb\/.*\.webp$/);
        expect(parseImageKey(thumbKeyOf(key))).toBeNull();
        expect(uuidV7(at.getTime()) < uuidV7(at.getTime() + 1)).toBe(true);
      },
    ),
  );
});

test("uuidv7 carries its time", () => {
  const id = uuidV7(0x017f22e279b0);
  expect(id.startsWith("017f22e2-79b0-7")).toBe(true);
});

test("only made keys may be named by a client", () => {
  const uuid = "0199b3c4-0000-7abc-8def-0123456789ab";
  expect(parseImageKey(`img/7/2026/${uuid}.png`)).not.toBeNull();
  for (const text of [
    `img/7/2026/${uuid}.svg`,
    `img/0/2026/${uuid}.png`,
    `img/7/2026/${uuid}.png/x`,
    `img/7/2026/../${uuid}.png`,
    `thumb/7/2026/${uuid}.webp`,
    `img/7/2026/${uuid.toUpperCase()}.png`,
    `img/7/2026/${uuid}.png\n`,
  ])
    expect(parseImageKey(text)).toBeNull();
});
