import { expect, test } from "vitest";
import { isReachable, parseEndpoint } from "./endpoint";

test.each([
  ["http://127.0.0.1:4010/", "http://127.0.0.1:4010"],
  ["  HTTPS://Bot.Example:443/iris/ ", "https://bot.example/iris"],
  ["http://10.0.0.7:3000", "http://10.0.0.7:3000"],
  ["http://0x7f.1:4010", "http://127.0.0.1:4010"],
])("'%s' is kept as '%s'", (text, stored) => {
  expect(parseEndpoint(text)).toBe(stored);
});

test.each([
  "",
  "bot.example:3000",
  "ftp://bot.example",
  "javascript:alert(1)",
  "file:///etc/passwd",
  "http://user:secret@bot.example",
  "http://bot.example/?next=http://127.0.0.1",
  "http://bot.example/#x",
  "http://",
])("'%s' is no gateway's address", (text) => {
  expect(parseEndpoint(text)).toBeNull();
});

test("a gateway lives on the operator's hosts or is the sandbox, and nowhere else", () => {
  const env = { EGRESS_ALLOW_HOSTS: ["10.0.0.7", "bot.example:3000"], SANDBOX_URL: "http://127.0.0.1:4010" };
  for (const endpoint of ["http://10.0.0.7:3000", "https://bot.example:3000/iris", "http://127.0.0.1:4010"])
    expect(isReachable(endpoint, env)).toBe(true);
  for (const endpoint of [
    "http://10.0.0.70:3000",
    "http://bot.example",
    "http://bot.example.evil.example:3000",
    "http://127.0.0.1:3306",
    "http://2130706433",
    "http://[::1]:4010",
    "http://169.254.169.254/latest",
  ])
    expect(isReachable(endpoint, env)).toBe(false);
  expect(isReachable("http://127.0.0.1:4010", { EGRESS_ALLOW_HOSTS: [], SANDBOX_URL: undefined })).toBe(false);
});
