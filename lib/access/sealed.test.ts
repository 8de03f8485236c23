import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { seal, unseal } from "./sealed";

const key = (kid: string) => `${kid}:${randomBytes(32).toString("base64")}`;
const [old, young] = [key("k1"), key("k2")];

test("what one place seals only that place opens, also after the keys were rotated", () => {
  const sealed = seal(old, "kb_bots|1|secret", "비밀 열쇠 🔑");
  expect(sealed.toString("latin1")).not.toContain("비밀");
  expect(unseal(`${young},${old}`, "kb_bots|1|secret", sealed)).toBe("비밀 열쇠 🔑");
  expect(() => unseal(old, "kb_bots|2|secret", sealed)).toThrow();
  expect(() => unseal(young, "kb_bots|1|secret", sealed)).toThrow("no key k1");
  expect(seal(`${young},${old}`, "x", "y").toString()).toMatch(/^v1\.k2\./);
});

test("a changed byte anywhere doesn't open", () => {
  const sealed = seal(old, "x", "열쇠");
  const from = sealed.indexOf(".", 3) + 1;
  for (let i = from; i < sealed.length; i++) {
    const changed = Buffer.from(sealed);
    changed[i] = changed[i] === 0x41 ? 0x51 : 0x41;
    if (
      changed
        .toString()
        .split(".")
        .map((part) => Buffer.from(part, "base64url").toString("hex"))
        .join() ===
      sealed
        .toString()
        .split(".")
        .map((part) => Buffer.from(part, "base64url").toString("hex"))
        .join()
    )
      continue;
    expect(() => unseal(old, "x", changed)).toThrow();
  }
});

test("no two seals share their first bytes", () => {
  const ivs = Array.from({ length: 5000 }, () => seal(old, "x", "y").toString().split(".")[2]);
  expect(new Set(ivs).size).toBe(5000);
  expect(ivs.every((iv) => Buffer.from(iv ?? "", "base64url").length === 12)).toBe(true);
});
