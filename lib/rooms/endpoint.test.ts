import { describe, expect, test } from "vitest";
import { isAllowedHost, parseEndpoint } from "./endpoint";

test.each([
  ["http://127.0.0.1:4010/", "http://127.0.0.1:4010"],
  ["  HTTPS://Bot.Example:443/iris/ ", "https://bot.example/iris"],
  ["http://10.0.0.7:3000", "http://10.0.0.7:3000"],
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

describe("where a gateway may live", () => {
  test("a host allows all its ports, host:port only that one", () => {
    expect(isAllowedHost("http://10.0.0.7:3000", ["10.0.0.7"])).toBe(true);
    expect(isAllowedHost("http://10.0.0.7:3000", ["10.0.0.7:3000"])).toBe(true);
    expect(isAllowedHost("http://10.0.0.7:3001", ["10.0.0.7:3000"])).toBe(false);
    expect(isAllowedHost("https://bot.example", ["bot.example:443"])).toBe(true);
    expect(isAllowedHost("https://BOT.example", ["Bot.Example"])).toBe(true);
  });
  test("nothing else, however it is written", () => {
    for (const endpoint of [
      "http://10.0.0.70:3000",
      "http://0x7f.1:80",
      "http://2130706433",
      "http://bot.example.evil.example",
      "http://[::1]:3000",
    ])
      expect(isAllowedHost(endpoint, ["10.0.0.7", "bot.example"])).toBe(false);
    expect(isAllowedHost("http://10.0.0.7", [])).toBe(false);
    // The other ways to write 127.0.0.1 mean 127.0.0.1 here too.
    expect(isAllowedHost("http://0x7f.1", ["127.0.0.1"])).toBe(true);
  });
});
