import { expect, test } from "vitest";
import { allowedUrl } from "./egress";

test.each([
  ["http://10.0.0.5:3000", ["10.0.0.5"], "http://10.0.0.5:3000/reply"],
  ["http://10.0.0.5:3000/", ["10.0.0.5:3000"], "http://10.0.0.5:3000/reply"],
  ["https://bot.example/base/", ["bot.example:443"], "https://bot.example/base/reply"],
  ["http://10.0.0.5:3001", ["10.0.0.5:3000"], null],
  ["http://10.0.0.6:3000", ["10.0.0.5"], null],
  ["http://0x0a.0.0.5:3000", ["10.0.0.5"], "http://10.0.0.5:3000/reply"],
  ["http://10.0.0.5@169.254.169.254/", ["10.0.0.5"], null],
  ["http://user:pass@10.0.0.5/", ["10.0.0.5"], null],
  ["file:///etc/passwd", [""], null],
  ["gopher://10.0.0.5", ["10.0.0.5"], null],
  ["http://[::ffff:a9fe:a9fe]/", ["10.0.0.5"], null],
  ["not an address", ["10.0.0.5"], null],
])("%s with %j gives %s", (endpoint, hosts, expected) => {
  expect(allowedUrl(endpoint, "/reply", hosts)?.href ?? null).toBe(expected);
});
