import fc from "fast-check";
import { expect, test } from "vitest";
import { contentDisposition, displayName, nameOfHeader } from "./image-name";

test("shows names the way people wrote them", () => {
  expect(displayName("딸기 상자.jpg")).toBe("딸기 상자.jpg");
  expect(displayName("딸기 상자.jpg".normalize("NFD"))).toBe("딸기 상자.jpg");
  expect(displayName("🍓 sale.png")).toBe("🍓 sale.png");
});

test("takes the teeth out of hostile names (UP-05)", () => {
  expect(displayName("../../etc/passwd.png")).toBe(".._.._etc_passwd.png");
  expect(displayName("..\\..\\x.gif")).toBe(".._.._x.gif");
  expect(displayName("a\0b.jpg")).toBe("ab.jpg");
  expect(displayName("a\r\nSet-Cookie: x.jpg")).toBe("a Set-Cookie_ x.jpg");
  expect(displayName("photo\u202egnp.jpg")).toBe("photognp.jpg");
  expect(displayName("a\u200b\u2066\ufeffb.jpg")).toBe("ab.jpg");
  expect(displayName("   .jpg")).toBe("image.jpg");
  expect(displayName("")).toBe("image");
  expect(displayName("\u3164.png")).toBe("image.png");
});

test("cuts long names by code points and keeps the ending", () => {
  const name = displayName(`${"가".repeat(300)}.jpeg`);
  expect([...name]).toHaveLength(120);
  expect(name.endsWith("가.jpeg")).toBe(true);
  expect([...displayName("😀".repeat(300))]).toHaveLength(120);
});

test("a shown name is short, clean, composed, and showing it again changes nothing", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (raw) => {
      const name = displayName(raw);
      expect([...name].length).toBeLessThanOrEqual(120);
      expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}/\\:*?"<>|]/u);
      expect(name.normalize("NFC")).toBe(name);
      expect(name.trim()).toBe(name);
      expect(name).not.toBe("");
      expect(displayName(name)).toBe(name);
    }),
    { numRuns: 3_000 },
  );
});

test("reads percent-encoded headers only", () => {
  expect(nameOfHeader(encodeURIComponent("딸기 상자.jpg"))).toBe("딸기 상자.jpg");
  expect(nameOfHeader("plain.png")).toBe("plain.png");
  for (const bad of [null, "", "%E0%A4%A.jpg", "%ff.jpg", "두 말.jpg", "a b.jpg", "x".repeat(10_000)])
    expect(nameOfHeader(bad)).toBeNull();
});

test("the disposition header is plain ASCII and gives the name back", () => {
  expect(contentDisposition("딸기 상자.jpg")).toBe(
    "inline; filename=\"image.jpg\"; filename*=UTF-8''%EB%94%B8%EA%B8%B0%20%EC%83%81%EC%9E%90.jpg",
  );
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (raw) => {
      const header = contentDisposition(displayName(raw));
      expect(header).toMatch(
        /^inline; filename="image(\.[A-Za-z0-9]+)?"; filename\*=UTF-8''[A-Za-z0-9.!#$&+^_`|~%-]+$/,
      );
      expect(decodeURIComponent(header.split("''")[1]!)).toBe(displayName(raw));
    }),
  );
});
