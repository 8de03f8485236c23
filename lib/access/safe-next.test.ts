import fc from "fast-check";
import { expect, test } from "vitest";
import { safeNext } from "./safe-next";

test.each([
  ["/schedules?status=active&q=%EA%B3%B5%EC%A7%80#row-3", "/schedules?status=active&q=%EA%B3%B5%EC%A7%80#row-3"],
  ["/logs/12", "/logs/12"],
  ["/", "/"],
  ["/a//b", "/a//b"],
  ["/settings/orgs?next=//evil.example", "/settings/orgs?next=//evil.example"],
])("%s is followed", (next, to) => {
  expect(safeNext(next)).toBe(to);
});

test.each([
  null,
  undefined,
  "",
  "schedules",
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "\t//evil.example",
  " //evil.example",
  "/..//evil.example",
  "/.//evil.example",
  "/%2e//evil.example",
  "https://evil.example",
  "https:evil.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "@evil.example",
  "/a\\b",
  "/sign-in",
  "/sign-in/welcome",
  "/sign-in?next=/sign-in",
  "/api/auth/signout",
])("%j leads to the start page", (next) => {
  expect(safeNext(next)).toBe("/");
});

test("whatever is given, the browser stays here", () => {
  const piece = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "//",
    "%2f",
    "%5c",
    "@",
    ":",
    "?",
    "#",
    "\t",
    "\n",
    "evil.example",
    "한글",
    "http:",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const to = safeNext(pieces.join(""));
      expect(new URL(to, "https://dochak.example").origin).toBe("https://dochak.example");
      expect(to).toMatch(/^\/(?!\/)/);
    }),
    { numRuns: 2000 },
  );
});
