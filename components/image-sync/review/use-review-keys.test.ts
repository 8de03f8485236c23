import { expect, test } from "vitest";
import { keyOf } from "./use-review-keys";

const press = (key: string, over = {}) => keyOf({ key, metaKey: false, ctrlKey: false, altKey: false, ...over }, null);

test("each key means one thing, on a Korean keyboard too", () => {
  expect(["Enter", "ArrowRight", "b", "S", "u", " ", "j", "k"].map((key) => press(key))).toEqual([
    "first",
    "second",
    "both",
    "later",
    "undo",
    "large",
    "next",
    "previous",
  ]);
  expect(["ㅠ", "ㄴ", "ㅕ", "ㅓ", "ㅏ"].map((key) => press(key))).toEqual([
    "both",
    "later",
    "undo",
    "next",
    "previous",
  ]);
});

test("other keys, and those of the browser, stay what they are", () => {
  expect(["x", "Tab", "Escape", "ArrowLeft"].map((key) => press(key))).toEqual([null, null, null, null]);
  expect(press("s", { ctrlKey: true })).toBeNull();
  expect(press("b", { metaKey: true })).toBeNull();
});
