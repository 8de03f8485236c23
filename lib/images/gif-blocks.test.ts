import fc from "fast-check";
import { expect, test } from "vitest";
import { isWholeGif } from "./gif-blocks";
import { gifOf } from "./sample-images";

test("only a GIF that reaches its trailer is whole, wherever it was cut", async () => {
  const gif = await gifOf(6, 24);
  expect(isWholeGif(gif)).toBe(true);
  expect(isWholeGif(Buffer.concat([gif, Buffer.from("trailing")]))).toBe(true);
  for (let bytes = 0; bytes < gif.length; bytes++) expect(isWholeGif(gif.subarray(0, bytes))).toBe(false);
});

test("ends on any bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => typeof isWholeGif(bytes) === "boolean"));
});
