import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { databaseNow } from "@/db/client";
import { apiTokens } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { scopeOf } from "@/lib/access/scope";
import { openSession } from "@/lib/access/sessions";
import { newSecret, secretHash } from "@/lib/access/token-hash";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { testEnv } from "@/scripts/testing/test-env";
import { route } from "./route";

const ORIGIN = "https://dochak.example";
const env = testEnv();
let test_: TestDatabase;
let branch: PlantedOrg;
let foreign: PlantedOrg;
let token: string;
let cookie: string;

beforeAll(async () => {
  test_ = await openTestDatabase();
  const rt: Runtime = {
    db: test_.db,
    clock: () => databaseNow(test_.db),
    env,
    gateway: () => null,
    get phone(): never {
      throw new Error("not asked for here");
    },
    get queue(): never {
      throw new Error("not asked for here");
    },
    get storage(): never {
      throw new Error("not asked for here");
    },
    get quarantine(): never {
      throw new Error("not asked for here");
    },
  };
  vi.stubGlobal("dochakRuntime", rt);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await test_.drop();
});
beforeEach(async () => {
  await test_.clear();
  const hq = await plantOrg(test_.db, "hq", null);
  [branch, foreign] = [await plantOrg(test_.db, "branch", hq), await plantOrg(test_.db, "branch", hq)];
  const person = await plantUser(test_.db, branch, "admin");
  const now = await databaseNow(test_.db);
  token = newSecret();
  await test_.db
    .insert(apiTokens)
    .values({ tokenHash: secretHash(token), userId: person.userId, name: "자동화", createdAt: now });
  const sid = await openSession(test_.db, { userId: person.userId, ip: null, userAgent: null }, now);
  const jwt = await encode({ token: { sid }, secret: env.NEXTAUTH_SECRET });
  cookie = `__Secure-next-auth.session-token=${jwt}`;
});

const Id = z.strictObject({ id: z.coerce.number({ error: "badValue" }).int().positive() });
const Body = z.strictObject({
  title: z.string({ error: "required" }),
  count: z.int().max(3, { error: "badValue" }).optional(),
});
const call = async (
  handler: ReturnType<typeof route>,
  {
    method = "GET",
    path = "/api/x",
    id,
    headers = {},
    body,
  }: {
    method?: string;
    path?: string;
    id?: string;
    headers?: Record<string, string>;
    body?: string | Uint8Array<ArrayBuffer>;
  } = {},
) => {
  const request = new Request(`${ORIGIN}${path}`, { method, headers, ...(body !== undefined && { body }) });
  const response = await handler(request, { params: Promise.resolve(id === undefined ? undefined : { id }) });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const bearer = () => ({ authorization: `Bearer ${token}` });
const json = { "content-type": "application/json" };

describe("who", () => {
  const who = route(z.strictObject({}), async (_, actor) => ({ mbId: actor.mbId, via: actor.via }));

  test("a bearer token and a session cookie are the same person", async () => {
    expect(JSON.parse((await call(who, { headers: bearer() })).text).via).toBe("token");
    expect(JSON.parse((await call(who, { headers: { cookie } })).text).via).toBe("session");
  });

  test.each([
    ["nothing", {}],
    ["an empty bearer", { authorization: "Bearer " }],
    ["a wrong bearer", { authorization: `Bearer ${newSecret()}` }],
    ["another scheme", { authorization: "Basic YTpi" }],
    ["a made-up cookie", { cookie: "__Secure-next-auth.session-token=e30.e30" }],
    ["the cookie of an http site", { cookie: "next-auth.session-token=x" }],
  ])("%s is 401", async (_, headers) => {
    const { status, text } = await call(who, { headers });
    expect([status, JSON.parse(text).code]).toEqual([401, "unauthenticated"]);
  });

  test("a cookie signed with another secret is 401", async () => {
    const forged = await encode({ token: { sid: "x" }, secret: "another secret altogether, long enough" });
    expect((await call(who, { headers: { cookie: `__Secure-next-auth.session-token=${forged}` } })).status).toBe(401);
  });

  test("another site's browser request is 403 with a cookie and doesn't matter with a token", async () => {
    const post = { method: "POST", body: "{}" };
    const evil = { ...json, origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await call(who, { ...post, headers: { ...evil, cookie } })).status).toBe(403);
    expect((await call(who, { ...post, headers: { ...json, cookie } })).status).toBe(403);
    const spoofed = {
      ...json,
      cookie,
      origin: "https://evil.example",
      "x-forwarded-host": "evil.example",
      host: "evil.example",
    };
    expect((await call(who, { ...post, headers: spoofed })).status).toBe(403);
    expect((await call(who, { ...post, headers: { ...json, cookie, origin: ORIGIN } })).status).toBe(200);
    expect((await call(who, { ...post, headers: { ...evil, ...bearer() } })).status).toBe(200);
  });
});

describe("what", () => {
  const save = route(Body, async (_, __, input) => input, 201);
  const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json) =>
    call(save, { method: "POST", headers: { ...bearer(), ...headers }, body });

  test("each thing wrong is named at its field, in the reader's language", async () => {
    const { status, text } = await post('{"count":9,"color":"red"}');
    const { code, issues } = JSON.parse(text);
    expect([status, code]).toEqual([422, "invalid"]);
    expect(issues.map((issue: { path: string[]; code: string }) => [issue.path.join("."), issue.code]).sort()).toEqual([
      ["color", "unknownField"],
      ["count", "badValue"],
      ["title", "required"],
    ]);
    expect(text).toContain("꼭 적어야 해요");
    expect((await post("{}", { ...json, "accept-language": "en-GB" })).text).toContain("This is required.");
    expect((await post("{}", { ...json, cookie: "locale=en" })).text).toContain("This is required.");
  });

  test("a body made of mistakes is told the first fifty, with names cut short", async () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`wrong${n}`, n]));
    const { status, text } = await post(JSON.stringify({ title: "a", ...many }));
    expect([status, JSON.parse(text).issues.length]).toEqual([422, 50]);
    const long = await post(JSON.stringify({ title: "a", ["x".repeat(500_000)]: 1 }));
    expect([long.status, long.text.length < 1_000]).toEqual([422, true]);
  });

  test("the name zod passes over is an unknown field as well", async () => {
    const { status, text } = await post('{"title":"a","__proto__":{"role":"admin"}}');
    expect([status, JSON.parse(text).issues]).toMatchObject([422, [{ path: ["__proto__"], code: "unknownField" }]]);
  });

  test.each(["", "{", "[]", "null", '"text"', "1"])("a body of %j is 422", async (body) => {
    expect((await post(body)).status).toBe(422);
  });

  test("a name said twice in a query is told at its field; HEAD reads the query as GET does", async () => {
    const list = route(z.strictObject({ limit: z.string().max(1).optional() }), async () => ({}));
    const twice = await call(list, { path: "/api/x?limit=1&limit=2", headers: bearer() });
    expect([twice.status, JSON.parse(twice.text).issues]).toMatchObject([
      422,
      [{ path: ["limit"], code: "saidTwice" }],
    ]);
    for (const method of ["GET", "HEAD"]) {
      expect((await call(list, { method, path: "/api/x?limit=1", headers: bearer() })).status).toBe(200);
      expect((await call(list, { method, path: "/api/x?limit=22", headers: bearer() })).status).toBe(422);
    }
  });

  test("bytes that are no UTF-8 are 422, a form is 422, too much is 413", async () => {
    expect((await post(new Uint8Array([0x7b, 0xff, 0x7d]))).status).toBe(422);
    expect((await post("title=a", { "content-type": "application/x-www-form-urlencoded" })).status).toBe(422);
    expect((await post('{"title":"a"}', { "content-type": "text/plain" })).status).toBe(422);
    expect((await post(`{"title":"${"a".repeat(1_048_576)}"}`)).status).toBe(413);
  });

  test("success has the status asked for, nothing is cached", async () => {
    const { status, text, headers } = await post('{"title":"공지"}');
    expect([status, JSON.parse(text), headers.get("cache-control")]).toEqual([201, { title: "공지" }, "no-store"]);
    const nothing = await call(
      route(z.strictObject({}), async () => undefined),
      { headers: bearer() },
    );
    expect([nothing.status, nothing.text]).toEqual([204, ""]);
  });
});

describe("refusals", () => {
  const read = route(Id, async (_, actor, { id }) => {
    if (!scopeOf(actor).path.endsWith(`/${id}/`)) throw new AppError("not_found");
    return { id };
  });

  test("a foreign id, an absent one and one that can't be an id answer the identical 404", async () => {
    expect((await call(read, { id: String(branch.id), headers: bearer() })).status).toBe(200);
    const answers = await Promise.all(
      [String(foreign.id), "999999999", "abc", "0", "-1", "1.5", "1e999", " ", "%00", "9".repeat(40)].map((id) =>
        call(read, { id, headers: bearer() }),
      ),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(answer.text).toBe(answers[0]!.text);
      expect([...answer.headers.keys()]).toEqual([...answers[0]!.headers.keys()]);
    }
  });

  test("each code has its status; details are passed on", async () => {
    const table = {
      unauthenticated: 401,
      forbidden: 403,
      not_found: 404,
      invalid: 422,
      conflict: 409,
      rate_limited: 429,
    };
    for (const [code, status] of Object.entries(table)) {
      const refuse = route(z.strictObject({}), async () => {
        throw new AppError(code as keyof typeof table, { current: { version: 3 }, retryAfterSeconds: 7 });
      });
      const answer = await call(refuse, { headers: bearer() });
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([status, code]);
      expect(JSON.parse(answer.text).current).toEqual({ version: 3 });
      expect(answer.headers.get("retry-after")).toBe("7");
    }
    const wrong = await call(
      route(z.strictObject({}), async () => {
        throw invalid("roomId", "badValue");
      }),
      { headers: bearer() },
    );
    expect(JSON.parse(wrong.text).issues).toEqual([
      { path: ["roomId"], code: "badValue", message: "쓸 수 없는 값이에요." },
    ]);
  });

  test("a bug answers 500 with a number to quote and none of its own words", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = route(z.strictObject({}), async () => {
      throw new Error("select * from users where password");
    });
    const { status, text, headers } = await call(broken, { headers: bearer() });
    expect(status).toBe(500);
    expect(text).not.toContain("select");
    expect(String(log.mock.calls[0]?.[0])).toContain(headers.get("x-request-id"));
    log.mockRestore();
  });
});
