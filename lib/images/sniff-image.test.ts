import fc from "fast-check";
import { expect, test } from "vitest";
import { declaredImage, namedImage, sniffImage } from "./sniff-image";

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test("knows the three types by their first bytes and nothing else", () => {
  expect(sniffImage(bytes("\xff\xd8\xff\xe0rest"))).toBe("image/jpeg");
  expect(sniffImage(bytes("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))).toBe("image/png");
  expect(sniffImage(bytes("GIF87a"))).toBe("image/gif");
  expect(sniffImage(bytes("GIF89a"))).toBe("image/gif");
  const others = [
    "",
    "GIF88a",
    "GIF89",
    "\xff\xd8",
    "RIFF0000WEBPVP8 ",
    "\0\0\0\x1cftypavif",
    "<svg xmlns=",
    "BM",
    "%PDF-",
  ];
  for (const other of [...others, "II*\0", "\x89PNG\r\n\x1a\n\0\0\0\x0e", " GIF89a", "PK\x03\x04", "<html>"])
    expect(sniffImage(bytes(other))).toBeNull();
});

test("what follows the first 12 bytes changes nothing", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 12, maxLength: 12 }), fc.uint8Array(), (head, rest) => {
      expect(sniffImage(Uint8Array.from([...head, ...rest]))).toBe(sniffImage(head));
    }),
  );
});

test("reads declared and named types", () => {
  expect(declaredImage("image/jpeg")).toBe("image/jpeg");
  expect(declaredImage("Image/JPG; charset=binary")).toBe("image/jpeg");
  for (const none of [null, "", "image/svg+xml", "image/webp", "text/html", "image", "application/octet-stream"])
    expect(declaredImage(none)).toBeNull();
  expect(namedImage("딸기 상자.JPG")).toBe("image/jpeg");
  expect(namedImage("a.b.gif")).toBe("image/gif");
  for (const none of ["jpg", "a.jpg.svg", "a.jp g", "a.", "", "a.webp", "a.png.", "a.heic"])
    expect(namedImage(none)).toBeNull();
});
