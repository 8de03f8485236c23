import { expect, test } from "vitest";
import { passwordIssue } from "@/lib/access/password-policy";
import { temporaryPassword } from "./temporary-password";

test("is always one the rule accepts, without letters that look alike, and never the same", () => {
  const made = Array.from({ length: 500 }, () => temporaryPassword());
  for (const password of made) {
    expect(password).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){3}$/);
    expect(passwordIssue(password)).toBeNull();
  }
  expect(new Set(made).size).toBe(500);
});

test("one that the rule refuses is thrown away", () => {
  const bytes = [new Uint8Array(32).fill(0), Uint8Array.from({ length: 32 }, (_, i) => (i * 37) % 248)];
  expect(temporaryPassword(() => bytes.shift()!)).not.toBe("aaaa-aaaa-aaaa-aaaa");
});
