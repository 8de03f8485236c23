import { expect, test } from "vitest";
import { brokenWayBack, isWayBack } from "./way-back";

test.each([null, "", "/", "/schedules?a=1", "http://127.0.0.1:3000/x", "https://evil.example"])(
  "%j is an address",
  (url) => {
    expect(isWayBack(url)).toBe(true);
  },
);
test.each(["foo", "\0", "javascript:alert(1)", "http://", "//", "data:text/html,x"])("%j is none", (url) => {
  expect(isWayBack(url)).toBe(false);
});

test("a cookie that holds no address is named; what next-auth doesn't read isn't", () => {
  expect(brokenWayBack("a=b; next-auth.callback-url=foo; c=d")).toBe("next-auth.callback-url");
  expect(brokenWayBack("__Secure-next-auth.callback-url=foo")).toBe("__Secure-next-auth.callback-url");
  for (const fine of [
    null,
    "",
    "a=b",
    "next-auth.callback-url=http%3A%2F%2F127.0.0.1%2Fx",
    "next-auth.callback-url=%E0%A4%A",
  ])
    expect(brokenWayBack(fine)).toBeNull();
});
