import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readOddRequests } from "./odd-requests";

const server = createServer((request, response) => response.end(`${request.method} ${request.url}`));
beforeAll(async () => {
  readOddRequests();
  await new Promise<void>((done) => void server.listen(0, "127.0.0.1", done));
});
afterAll(() => void server.close());

const seen = (method: string, path: string) =>
  new Promise<string>((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const asked = request({ host: "127.0.0.1", port, method, path }, (response) => {
      let text = "";
      response.on("data", (piece) => {
        text += piece;
      });
      response.on("end", () => resolve(text));
    });
    asked.on("error", reject);
    asked.end();
  });

test.each(["OPTIONS", "PROPFIND", "TRACE", "LOCK", "REPORT"])("%s arrives as a method we answer", async (method) => {
  for (const path of ["/api/schedules", "/api", "/api?a=1"]) expect(await seen(method, path)).toBe(`PATCH ${path}`);
});

test.each(["GET", "POST", "PUT", "PATCH", "DELETE"])("%s stays what it is", async (method) => {
  expect(await seen(method, "/api/schedules")).toBe(`${method} /api/schedules`);
});

test("a page keeps what Next can answer; TRACE it can't", async () => {
  for (const path of ["/schedules", "/apiary"]) expect(await seen("OPTIONS", path)).toBe(`OPTIONS ${path}`);
  expect(await seen("TRACE", "/schedules")).toBe("PATCH /schedules");
});

test("a path that is no UTF-8 becomes one; others and queries stay as they are", async () => {
  expect(await seen("GET", "/api/rooms/%ED%A0%80?q=%ED%A0%80")).toBe("GET /api/rooms/%25ED%25A0%2580?q=%ED%A0%80");
  expect(await seen("GET", "/%")).toBe("GET /%25");
  for (const path of ["/api/rooms/%EA%B7%A4", "/a%2Fb", "/a?q=%", "/a?b?c=%zz"])
    expect(await seen("GET", path)).toBe(`GET ${path}`);
});
