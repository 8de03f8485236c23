import { expect, test } from "vitest";
import { AppError } from "@/lib/errors";
import { readRefusal, refusalCode } from "./sign-in-refusal";

test("a refusal travels as a code and comes back as it was", () => {
  const wrong = new AppError("unauthenticated", { message: "signInWrong" });
  const wait = new AppError("unauthenticated", { message: "signInWait", params: { seconds: 42 } });
  expect(readRefusal(refusalCode(wrong))).toEqual({ message: "signInWrong", seconds: 0 });
  expect(readRefusal(refusalCode(wait))).toEqual({ message: "signInWait", seconds: 42 });
  expect(readRefusal(refusalCode(new AppError("rate_limited")))).toEqual({ message: "rate_limited", seconds: 0 });
});

test("a bug's own words never reach an address", () => {
  expect(refusalCode(new Error("connect ECONNREFUSED 10.0.0.3:3306"))).toBe("internal");
});

test.each(["", "CredentialsSignin", "Call 02-0000-0000 now", "signInWait.-1", "signInWait.9999999", "signInWait.1e3"])(
  "%j in the address says nothing of its own",
  (code) => {
    expect(readRefusal(code)).toEqual({ message: "internal", seconds: 0 });
  },
);
