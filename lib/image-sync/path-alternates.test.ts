import { describe, expect, test } from "vitest";
import { isDerived, originalsOf } from "./derived-name";
import { pathAlternates } from "./path-alternates";

const of = (path: string) => pathAlternates(path, "customers/");

describe("other spellings of a path", () => {
  test.each([
    ["customers/1/é.jpg".normalize("NFD"), "customers/1/é.jpg".normalize("NFC")],
    ["customers/1/%EC%82%AC%EC%A7%84.jpg", "customers/1/사진.jpg"],
    ["customers/1/a+b.jpg", "customers/1/a b.jpg"],
    ["customers/1/a%20b+c.jpg", "customers/1/a b c.jpg"],
    ["customers/1/a+b%20c.jpg", "customers/1/a+b c.jpg"],
    ["customers/1/ a .jpg", "customers/1/a.jpg"],
    ["customers/1/a.JPG", "customers/1/a.jpg"],
    ["/customers/1/a.jpg", "customers/1/a.jpg"],
    ["bucket/customers/1/a.jpg", "customers/1/a.jpg"],
    ["https://cdn.example/b/customers/1/a.jpg", "customers/1/a.jpg"],
    ["1/a.jpg", "customers/1/a.jpg"],
    ["customers\\1\\a.jpg", "customers/1/a.jpg"],
    [`customers/${"가".normalize("NFC")}/${"나".normalize("NFD")}.jpg`, "customers/가/나.jpg".normalize("NFC")],
    [`customers/${"가".normalize("NFC")}/${"나".normalize("NFC")}.jpg`, `customers/가/${"나".normalize("NFD")}.jpg`],
  ])("%s may be %s", (path, other) => {
    expect(of(path)).toContain(other);
  });

  test("are never the path itself, never outside of the prefix, never what can't be a key", () => {
    for (const path of [
      "customers/../a.jpg",
      "../a.jpg",
      "customers/a\u0000.jpg",
      "%2e%2e/a.jpg",
      "",
      "/",
      "customers/",
    ])
      for (const other of of(path)) {
        expect(other).not.toBe(path);
        expect(other).toMatch(/^customers\/[^/.]/);
        expect(other.split("/")).not.toContain("..");
      }
  });

  test("of a plain name are few: each one is a question to storage", () => {
    expect(of("customers/1/a.jpg")).toEqual(["customers/1/a.JPG", "customers/1/a.Jpg"]);
    expect(of("customers/1/a")).toEqual([]);
  });
});

describe("names of what was made of another picture", () => {
  test.each([
    ["c/a_thumb.jpg", "c/a.jpg"],
    ["c/a_thumbnail.png", "c/a.jpg"],
    ["c/a_resized_200x150.webp", "c/a.png"],
    ["c/a_s.jpg", "c/a.jpg"],
    ["c/a-150x150.jpg", "c/a.jpg"],
    ["c/_thumb/a.webp", "c/a.jpg"],
    ["c/Thumbs/사진.jpg", "c/사진.jpg"],
  ])("%s would be of %s", (key, original) => {
    expect(originalsOf(key)).toContain(original);
  });

  test("nothing but the end of a name says so", () => {
    for (const key of [
      "c/a_s_b.jpg",
      "c/_thumb_a.jpg",
      "c/as.jpg",
      "c/a_thumb.pdf",
      "c/_s.jpg",
      "c/a_thumbs.jpg",
      "c/thumb.jpg",
    ])
      expect(isDerived(key)).toBe(false);
  });
});
