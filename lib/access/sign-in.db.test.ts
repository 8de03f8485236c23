import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createDb, type Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { orgs } from "@/db/schema/orgs";
import { authThrottle, sessions, users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { AppError } from "@/lib/errors";
import { hashPassword } from "./password";
import { actorOfSession } from "./sessions";
import { canonicalMbId, signIn } from "./sign-in";
import { forgetOldTries } from "./sign-in-guard";
import { LONGEST_DELAY_MS } from "./throttle";

const secret = "a lookup key that is only for tests, long enough";
const RIGHT = "quiet orchard at dawn";
let hash: string;
let cheap: string | undefined;
let test_: TestDatabase;
let secondProcess: Db;
let branch: PlantedOrg;
let person: Awaited<ReturnType<typeof plantUser>>;
let now: Date;

beforeAll(async () => {
  test_ = await openTestDatabase();
  secondProcess = createDb(test_.url, 10);
  hash = await hashPassword(RIGHT);
});
afterAll(async () => {
  await secondProcess.close();
  await test_.drop();
});
beforeEach(async () => {
  await test_.clear();
  now = new Date("2026-11-20T05:00:00.000Z");
  branch = await plantOrg(test_.db, "branch", await plantOrg(test_.db, "hq", null));
  person = await plantUser(test_.db, branch);
  await test_.db.update(users).set({ passwordHash: hash }).where(eq(users.id, person.userId));
});

type Given = { mbId?: string; password?: string; ip?: string | null; deviceCookie?: string; db?: Db };
const attempt = ({
  mbId = person.mbId,
  password = RIGHT,
  ip = "203.0.113.7",
  deviceCookie,
  db = test_.db,
}: Given = {}) =>
  signIn(
    { db, clock: async () => now, secret },
    { mbId, password, userAgent: "Browser", deviceCookie, request: { id: "r", ip } },
  );
/** `ok`, `wrong` or `wait`. */
const outcome = (given: Given) =>
  attempt(given).then(
    () => "ok",
    (error) => (error as AppError).detail.message?.replace("signIn", "").toLowerCase(),
  );
const guess = (given: Given = {}) => outcome({ password: "not the password", ...given });
const pass = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const counts = async () => ({
  sessions: await test_.db.$count(sessions),
  opened: await test_.db.$count(auditLog, eq(auditLog.action, "session.open")),
});

describe("signing in", () => {
  test("opens a session, says so in the audit, remembers when", async () => {
    const { sessionId } = await attempt();
    expect(await actorOfSession(test_.db, sessionId, now)).toMatchObject({ userId: person.userId });
    expect(await counts()).toEqual({ sessions: 1, opened: 1 });
    const [row] = await test_.db.select().from(users).where(eq(users.id, person.userId));
    expect(row?.lastLoginAt).toEqual(now);
  });

  test("ids don't care about capitals or stray blanks", async () => {
    expect(await outcome({ mbId: ` ${person.mbId.toUpperCase()} ` })).toBe("ok");
    expect(canonicalMbId(" Doyoon.Lee")).toBe("doyoon.lee");
  });

  test.each([
    ["a wrong password", async () => ({ password: "not the password" })],
    ["nobody", async () => ({ mbId: "nobody" })],
    ["a Korean id", async () => ({ mbId: "이도윤😀" })],
    ["an empty id", async () => ({ mbId: "" })],
    ["an empty password", async () => ({ password: "" })],
    [
      "a disabled person",
      async () => {
        await test_.db.update(users).set({ status: "disabled" });
        return {};
      },
    ],
    [
      "a closed organisation",
      async () => {
        await test_.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.level, "hq"));
        return {};
      },
    ],
    [
      "someone who has no password yet",
      async () => {
        await test_.db.update(users).set({ passwordHash: "!" });
        return { password: "!" };
      },
    ],
  ])("%s: the same words, and nothing is kept", async (_, given) => {
    const refused = await attempt(await given()).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ code: "unauthenticated", detail: { message: "signInWrong" } });
    expect(await counts()).toEqual({ sessions: 0, opened: 0 });
  });

  test("a hash of yesterday's cost is renewed", async () => {
    const { hash: argon } = await import("@node-rs/argon2");
    const old = await argon(RIGHT, { memoryCost: 8192, timeCost: 1, parallelism: 1 });
    await test_.db.update(users).set({ passwordHash: old });
    expect(await outcome({})).toBe("ok");
    const [row] = await test_.db.select().from(users);
    expect(row?.passwordHash).toContain("m=19456,t=2,p=1");
    expect(await outcome({})).toBe("ok");
  });

  test("a Korean password typed in pieces is the same password", async () => {
    await test_.db.update(users).set({ passwordHash: await hashPassword("오늘 점심은 김치찌개".normalize("NFC")) });
    expect(await outcome({ password: "오늘 점심은 김치찌개".normalize("NFD") })).toBe("ok");
  });
});

// Hundreds of hashes, each slow on purpose: that of the person who is guessed at is a cheap one.
describe("the throttle", { timeout: 120_000 }, () => {
  beforeEach(async () => {
    const { hash: argon } = await import("@node-rs/argon2");
    cheap ??= await argon(RIGHT, { memoryCost: 8, timeCost: 1, parallelism: 1 });
    await test_.db.update(users).set({ passwordHash: cheap }).where(eq(users.id, person.userId));
  });

  test("five slips are free, then the wait grows, and it always ends", async () => {
    for (let i = 0; i < 5; i++) expect(await guess()).toBe("wrong");
    const waits: number[] = [];
    for (let i = 0; i < 10; i++) {
      const error = await attempt().catch((e: AppError) => e);
      const seconds = (error as AppError).detail.retryAfterSeconds ?? 0;
      waits.push(seconds);
      expect(error).toMatchObject({ detail: { message: "signInWait", params: { seconds } } });
      pass(seconds * 1000);
      expect(await guess()).toBe("wrong");
    }
    expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900]);
    expect(waits.at(-1)).toBe(LONGEST_DELAY_MS / 1000);
    pass(LONGEST_DELAY_MS);
    expect(await outcome({})).toBe("ok");
    expect(await guess()).toBe("wrong");
  });

  test("tries while waiting don't make the wait longer", async () => {
    for (let i = 0; i < 5; i++) await guess();
    for (let i = 0; i < 30; i++) expect(await guess()).toBe("wait");
    pass(2_000);
    expect(await outcome({})).toBe("ok");
  });

  test("two processes share it, and guesses sent at the same moment can't slip past each other", async () => {
    // Slow, so that all are under way before the first is found wrong.
    await test_.db.update(users).set({ passwordHash: hash }).where(eq(users.id, person.userId));
    const guesses = Array.from({ length: 40 }, (_, i) => guess({ db: i % 2 ? secondProcess : test_.db }));
    const outcomes = await Promise.all(guesses);
    expect(outcomes.filter((one) => one === "wrong")).toHaveLength(5);
    expect(await outcome({ db: secondProcess })).toBe("wait");
    expect(await outcome({})).toBe("wait");
  });

  test("another address signs in while one is being slowed", async () => {
    for (let i = 0; i < 10; i++) await guess();
    expect(await outcome({})).toBe("wait");
    expect(await outcome({ ip: "198.51.100.20" })).toBe("ok");
  });

  test("200 guesses from 200 addresses are slowed; where the owner signed in before, they still get in (AU-04)", async () => {
    expect(await outcome({ ip: "203.0.113.7" })).toBe("ok");
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 200; i++) outcomes.push(await guess({ ip: `198.51.100.${i}` }));
    expect(outcomes.filter((one) => one === "wrong")).toHaveLength(20);
    expect(await outcome({ ip: "192.0.2.99" })).toBe("wait");
    expect(await outcome({ ip: "203.0.113.7" })).toBe("ok");
  });

  test("without an address of its own, the browser that signed in before still gets in, for that account only", async () => {
    const { deviceCookie } = await attempt({ ip: null });
    for (let i = 0; i < 60; i++) await guess({ ip: null });
    expect(await outcome({ ip: null })).toBe("wait");
    expect(await outcome({ ip: null, deviceCookie: "made.up" })).toBe("wait");
    const other = await plantUser(test_.db, branch);
    await test_.db.update(users).set({ passwordHash: cheap }).where(eq(users.id, other.userId));
    for (let i = 0; i < 60; i++) await guess({ ip: null, mbId: other.mbId });
    expect(await outcome({ ip: null, mbId: other.mbId, deviceCookie })).toBe("wait");
    expect(await outcome({ ip: null, deviceCookie })).toBe("ok");
  });

  test("a stolen device cookie is no free pass: it is counted like any place", async () => {
    const { deviceCookie } = await attempt();
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 30; i++) outcomes.push(await guess({ deviceCookie, ip: `198.51.100.${i}` }));
    expect(outcomes.filter((one) => one === "wrong")).toHaveLength(5);
  });

  test("one address trying many accounts is slowed, a branch full of clumsy people isn't", async () => {
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 60; i++) outcomes.push(await guess({ mbId: `made-up-${i}` }));
    expect(outcomes.filter((one) => one === "wrong")).toHaveLength(50);
    await test_.clear();
    for (let i = 0; i < 40; i++) expect(await guess({ mbId: `clerk-${i}` })).toBe("wrong");
  });

  test("many good sign-ins from one address never count against it", async () => {
    for (let i = 0; i < 60; i++) expect(await outcome({})).toBe("ok");
    expect((await test_.db.select().from(authThrottle)).map((row) => row.fails)).toEqual([0, 0]);
  }, 30_000);

  test("an unknown id is slowed like a known one, so that slowing tells nothing", async () => {
    const known: (string | undefined)[] = [];
    const unknown: (string | undefined)[] = [];
    for (let i = 0; i < 8; i++) known.push(await guess({ ip: "198.51.100.1" }));
    for (let i = 0; i < 8; i++) unknown.push(await guess({ ip: "198.51.100.2", mbId: "nobody" }));
    expect(unknown).toEqual(known);
  });

  test("an hour later everything is forgotten, a day later swept away", async () => {
    for (let i = 0; i < 9; i++) {
      await guess();
      pass(60_000);
    }
    pass(3_600_000);
    for (let i = 0; i < 5; i++) expect(await guess()).toBe("wrong");
    pass(26 * 3_600_000);
    await forgetOldTries(test_.db, now);
    expect(await test_.db.$count(authThrottle)).toBe(0);
  });
});
