import { expect, test, vi } from "vitest";

vi.mock("next-auth", () => ({ default: () => async () => Response.json({ seen: true }) }));
vi.mock("./auth-options", () => ({ authOptions: () => ({}) }));
const { signInDoor } = await import("./sign-in-door");

const call = (method: string, address: string, init: RequestInit = {}) =>
  signInDoor(new Request(`http://127.0.0.1/api/auth/${address}`, { method, ...init }), {
    params: Promise.resolve({ nextauth: address.split("?")[0]!.split("/") }),
  });
const post = (body: string, type = "application/json") =>
  call("POST", "callback/credentials", { headers: { "content-type": type }, body });

test.each(["", "{", "\0", "mbId=a"])("JSON that is none (%j) never reaches next-auth", async (body) => {
  const answer = await post(body);
  expect([answer.status, (await answer.json()).code]).toEqual([422, "invalid"]);
});

test("JSON and forms do", async () => {
  expect((await post("{}")).status).toBe(200);
  expect((await post("mbId=a", "application/x-www-form-urlencoded")).status).toBe(200);
});

test("a form of more than 16 KiB is too large", async () => {
  expect((await post("a".repeat(16_385), "application/x-www-form-urlencoded")).status).toBe(413);
});

test("only what is used of next-auth is open; the rest is an unknown address", async () => {
  for (const action of ["csrf", "session", "providers", "signin", "signout", "error"])
    for (const method of ["GET", "HEAD"]) expect((await call(method, action)).status).toBe(200);
  for (const action of ["callback/credentials", "callback", "signin/credentials", "_log", "constructor", "session/x"])
    expect((await call("GET", action)).status).toBe(404);
  for (const action of ["session", "signin", "signin/credentials", "callback/x", "_log"])
    expect((await call("POST", action)).status).toBe(404);
});

test("a way back that is no address is told at its name", async () => {
  for (const bad of ["%00", "javascript:alert(1)", "x", "http://"])
    expect((await call("GET", `signin?callbackUrl=${bad}`)).status, bad).toBe(422);
  for (const fine of ["/schedules", "http://127.0.0.1/a", ""])
    expect((await call("GET", `signin?callbackUrl=${fine}`)).status, fine).toBe(200);
});

test("a cookie that would lock its browser out is taken away with the refusal", async () => {
  const answer = await call("GET", "csrf", { headers: { cookie: "next-auth.callback-url=foo" } });
  expect([answer.status, answer.headers.get("set-cookie")]).toEqual([
    422,
    "next-auth.callback-url=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax",
  ]);
});
