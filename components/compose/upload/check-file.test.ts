import { expect, test } from "vitest";
import { checkFile, sortDropped, typeOf } from "./check-file";

const MAX = 10 * 1024 * 1024;

test("knows before sending what can't be kept", () => {
  const jpg = { name: "딸기.jpg", type: "image/jpeg", size: 1 };
  expect(checkFile(jpg)).toBeNull();
  expect(checkFile({ ...jpg, size: MAX })).toBeNull();
  expect(checkFile({ ...jpg, size: MAX + 1 })).toBe("tooLarge");
  expect(checkFile({ ...jpg, size: 0 })).toBe("empty");
  for (const type of ["image/svg+xml", "image/webp", "image/heic", "application/pdf", "text/html"])
    expect(checkFile({ ...jpg, type })).toBe("wrongType");
  expect(checkFile({ name: "a.txt", type: "", size: 3 })).toBe("wrongType");
});

test("declares what the browser says, else what the name says", () => {
  expect(typeOf({ name: "a.jfif", type: "", size: 1 })).toBe("image/jpeg");
  expect(typeOf({ name: "a.png", type: "image/gif", size: 1 })).toBe("image/gif");
  expect(typeOf({ name: "a.png", type: "text/plain", size: 1 })).toBeNull();
});

test("a folder's pictures come as people number them, without the system's files", () => {
  const files = ["f/10.jpg", "f/2.jpg", "f/1.jpg", "f/.DS_Store", "f/Thumbs.db"];
  const named = files.map((path) => ({ name: path.slice(2), path }));
  expect(sortDropped(named).map((file) => file.name)).toEqual(["1.jpg", "2.jpg", "10.jpg"]);
});
