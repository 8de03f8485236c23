import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { isLoopbackUrl } from "@/lib/env/loopback-url";
import { type Reply, scriptedServer } from "@/scripts/testing/scripted-server";
import { checkRoute, DoorError, installSolapiDoor, type SolapiCall } from "./solapi-door";

const URL_OF = "https://api.solapi.com/messages/v4/groups/G1/send?to=01000001234";
let server: Awaited<ReturnType<typeof scriptedServer>>;
let next: Reply = { json: {} };
let told: SolapiCall[] = [];

beforeAll(async () => {
  server = await scriptedServer(() => next);
});
afterAll(() => server.stop());
beforeEach(() => {
  server.heard.length = 0;
  told = [];
  next = { json: { ok: true } };
  open();
});
const open = (timeoutMs = 400) =>
  installSolapiDoor({
    route: { kind: "simulator", baseUrl: server.url },
    timeoutMs,
    record: (call) => told.push(call),
  });
const post = () => fetch(URL_OF, { method: "POST", body: JSON.stringify({ text: "비밀" }) });

test("what is meant for Solapi goes to the simulator, and only that does", async () => {
  expect(await (await post()).json()).toEqual({ ok: true });
  expect(server.heard).toMatchObject([{ method: "POST", path: "/messages/v4/groups/G1/send", body: { text: "비밀" } }]);
  await fetch(`${server.url}/elsewhere`);
  expect(server.heard[1]).toMatchObject({ path: "/elsewhere" });
  expect(told).toHaveLength(1);
});

test("what is told of a call names no number, text or key", async () => {
  await post();
  expect(told).toEqual([
    { method: "POST", path: "/messages/v4/groups/G1/send", status: 200, durationMs: expect.any(Number), fault: null },
  ]);
});

describe("a fault on the way is thrown in words the SDK doesn't send again for", () => {
  const again = /aborted|refused|reset|econn/i;
  test.each([
    ["reset", "lost"],
    ["close", "lost"],
    ["cut", "lost"],
    ["hang", "timeout"],
  ] as const)("%s is %s", async (fault, expected) => {
    next = { fault };
    const error = await post().then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(DoorError);
    expect((error as DoorError).fault).toBe(expected);
    expect(String(error)).not.toMatch(again);
    expect((error as DoorError).cause).toBeUndefined();
    expect(told).toMatchObject([{ fault: expected, status: null }]);
    expect(server.heard).toHaveLength(1);
  });

  test("nobody there: nothing left", async () => {
    const gone = await scriptedServer(() => next);
    await gone.stop();
    installSolapiDoor({ route: { kind: "simulator", baseUrl: gone.url } });
    await expect(post()).rejects.toMatchObject({ fault: "not_connected" });
  });

  test("503, which the SDK would send again for, is told as 502", async () => {
    next = { status: 503, json: { errorCode: "X" } };
    const answer = await post();
    expect(answer.status).toBe(502);
    expect(await answer.json()).toEqual({ errorCode: "X" });
    expect(told).toMatchObject([{ status: 503 }]);
  });

  test("a redirect isn't followed: it would carry the signature elsewhere", async () => {
    next = { status: 302, text: "" };
    expect((await post()).status).toBe(302);
    expect(server.heard).toHaveLength(1);
  });
});

test("without a route, and to another host of Solapi, nothing leaves", async () => {
  await expect(fetch("https://api-static.solapi.com/cash/v1/balance")).rejects.toMatchObject({ fault: "shut" });
  installSolapiDoor({ route: { kind: "closed" } });
  await expect(post()).rejects.toMatchObject({ fault: "shut" });
  expect(server.heard).toHaveLength(0);
});

test("the door is there once, however often it is put in", async () => {
  const before = globalThis.fetch;
  open();
  open();
  expect(globalThis.fetch).toBe(before);
  await post();
  expect(told).toHaveLength(1);
});

test.each([
  ["http://127.0.0.1:4010", true],
  ["http://localhost:4010", true],
  ["http://[::1]:4010", true],
  ["http://10.0.0.1:4010", false],
  ["https://api.solapi.com", false],
  ["http://127.0.0.1.example.com", false],
  ["http://user@127.0.0.1", false],
  ["ftp://127.0.0.1", false],
  ["nonsense", false],
])("%s is this machine: %s", (baseUrl, expected) => {
  expect(isLoopbackUrl(baseUrl)).toBe(expected);
  const check = () => checkRoute({ kind: "simulator", baseUrl });
  if (expected) expect(check).not.toThrow();
  else expect(check).toThrow("127.0.0.1");
});
