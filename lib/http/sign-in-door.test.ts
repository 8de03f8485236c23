import { expect, test, vi } from "vitest";

vi.mock("next-auth", () => ({ default: () => async () => Response.json({ seen: true }) }));
vi.mock("./auth-options", () => ({ authOptions: () => ({}) }));
const { signInDoor } = await import("./sign-in-door");

const post = (body: string, type = "application/json") =>
  signInDoor(
    new Request("http://127.0.0.1/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": type },
      body,
    }),
    { params: Promise.resolve({ nextauth: ["callback", "credentials"] }) },
  );

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
