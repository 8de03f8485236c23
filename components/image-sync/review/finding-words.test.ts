import { expect, test } from "vitest";
import { imageVerdicts } from "@/db/enums";
import { imageReview } from "@/lib/i18n/ko/image-review";
import { imageRun } from "@/lib/i18n/ko/image-run";
import { imageSync } from "@/lib/i18n/ko/image-sync";
import { conflictWhys, failWhys, skipWhys } from "@/lib/image-sync/op-step";
import { scanErrors } from "@/lib/image-sync/run-errors";
import { stopReasons } from "@/lib/image-sync/stop-rules";
import { doubts } from "@/lib/image-sync/verdict";
import { isTakenApart, nameOf, shortHash } from "./finding-words";

test("every doubt, every verdict and every reason to stop has its words", () => {
  expect(doubts.filter((one) => !(one in imageReview.doubts))).toEqual([]);
  expect(Object.keys(imageReview.doubts).filter((one) => one !== "other" && !doubts.some((d) => d === one))).toEqual(
    [],
  );
  expect(scanErrors.filter((one) => !(one in imageSync.stops))).toEqual([]);
  expect(stopReasons.filter((one) => !(one in imageRun.holds))).toEqual([]);
  const whys = [...skipWhys, ...failWhys, ...conflictWhys];
  expect(whys.filter((one) => !(one in imageReview.opReasons))).toEqual([]);
  for (const words of [imageReview.verdicts, imageReview.headlines, imageReview.why])
    expect(Object.keys(words)).toEqual([...imageVerdicts]);
});

test("what nobody named is called as its file is", () => {
  expect(nameOf({ filename: null, filePath: "customers/old/매장 전경.jpg" })).toBe("매장 전경.jpg");
  expect(nameOf({ filename: "감귤.jpg", filePath: "customers/1/x.jpg" })).toBe("감귤.jpg");
  expect(nameOf({ filename: "감귤.jpg".normalize("NFD"), filePath: "x" })).toBe("감귤.jpg".normalize("NFC"));
  expect([isTakenApart("a/감귤.jpg".normalize("NFD")), isTakenApart("a/감귤.jpg".normalize("NFC"))]).toEqual([
    true,
    false,
  ]);
  expect(shortHash(`9c41${"0".repeat(56)}e7b2`)).toBe("9c41 … e7b2");
});
