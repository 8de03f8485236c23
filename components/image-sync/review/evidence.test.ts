import { expect, test } from "vitest";
import type { CandidateDto } from "@/lib/image-sync/run-dto";
import { sampleFinding } from "@/scripts/testing/sample-sync-run";
import { chipsOf } from "./evidence";

const side = (over: Partial<CandidateDto> = {}): CandidateDto => ({
  imageId: 1,
  filename: "감귤.jpg",
  filePath: "customers/old/7/감귤.jpg",
  uploadedAt: null,
  bytes: 10,
  width: null,
  height: null,
  sha256: "aa",
  uses: [],
  isThere: true,
  src: null,
  fate: "nothing",
  ...over,
});
const keys = (...sides: CandidateDto[]) =>
  chipsOf({ ...sampleFinding({ verdict: "duplicate_content" }), candidates: sides }).map(({ key }) => key);

test("two sides agree only in what is known of both", () => {
  expect(keys(side(), side({ imageId: 2, filePath: "customers/old/7/b.jpg" }))).toEqual([
    "sameBytes",
    "sameName",
    "sameSize",
  ]);
  expect(keys(side(), side({ sha256: "bb", bytes: 11, filePath: "x" }))).toEqual([
    "otherBytes",
    "sameName",
    "otherSize",
  ]);
  expect(keys(side(), side({ sha256: null, bytes: null, filename: null }))).toEqual(["samePath"]);
});

test("one name written in two ways of Unicode is one name", () => {
  expect(keys(side(), side({ filename: "감귤.jpg".normalize("NFD"), filePath: "x" }))).toContain("sameName");
});

test("use is told, because it decides", () => {
  const used = side({ uses: [{ kind: "schedule", id: 3 }] });
  const chips = chipsOf({ ...sampleFinding(), candidates: [used] });
  expect(chips.at(-1)).toEqual({ key: "used", tone: "open", values: { count: 1 } });
});
