import { describe, expect, test } from "vitest";
import { isCrossSite } from "./csrf";

const OURS = "https://dochak.example";
const origins = {
  same: OURS,
  other: "https://evil.example",
  sibling: "https://shop.dochak.example",
  "other scheme": "http://dochak.example",
  "other port": "https://dochak.example:8443",
  prefix: "https://dochak.example.evil.example",
  null: "null",
  empty: "",
  absent: null,
} as const;
const sites = ["same-origin", "same-site", "cross-site", "none", "garbage", null] as const;

/** AU-03: of all unsafe combinations only these pass. Sec-Fetch-Site decides where a browser sends it, else Origin. */
const passes = (site: (typeof sites)[number], origin: keyof typeof origins) =>
  site === "same-origin" || site === "none" || (site === null && origin === "same");

describe.each(["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])("%s", (method) => {
  const cells = sites.flatMap((site) =>
    (Object.keys(origins) as (keyof typeof origins)[]).map((o) => [site, o] as const),
  );
  test.each(cells)("Sec-Fetch-Site %s, Origin %s", (secFetchSite, origin) => {
    const facts = { method, secFetchSite, origin: origins[origin] };
    expect(isCrossSite(facts, OURS)).toBe(!passes(secFetchSite, origin));
  });
});

test.each(["GET", "HEAD", "OPTIONS"])("%s changes nothing and passes from anywhere", (method) => {
  for (const secFetchSite of sites)
    for (const origin of Object.values(origins))
      expect(isCrossSite({ method, secFetchSite, origin }, OURS)).toBe(false);
});
