import { expect, test } from "vitest";
import { FindingFilter } from "@/lib/image-sync/schema";
import { findingsQueryOf, reviewAddressOf, reviewFrom, reviewViews } from "./review-address";

const read = (query: string) => reviewFrom(new URLSearchParams(query));

test("an address says what it shows, and what it doesn't understand counts as nothing", () => {
  const address = { view: "certain", verdict: "ghost", customer: "SS-001", finding: 88 } as const;
  expect(read(new URL(`http://x${reviewAddressOf(14, address)}`).search)).toEqual(address);
  expect(reviewAddressOf(14, {})).toBe("/images/runs/14");
  expect(read("view=x&verdict=ghosts&finding=-1&customer=")).toEqual({
    view: null,
    verdict: null,
    customer: null,
    finding: null,
  });
});

test("every view is a question the API takes", () => {
  for (const view of reviewViews) {
    const query = new URLSearchParams(findingsQueryOf(view, { ...read(""), verdict: "orphan", customer: "가-1" }, "9"));
    const filter = FindingFilter.parse({ ...Object.fromEntries(query), id: "14" });
    expect(filter.certainty).toBe({ ask: "doubtful", certain: "certain", all: undefined }[view]);
    expect(filter).toMatchObject({ id: 14, verdict: "orphan", customer: "가-1", cursor: 9 });
  }
});
