import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { orgs } from "@/db/schema/orgs";
import { apiTokens, sessions, users } from "@/db/schema/users";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { type PlantedOrg, plantOrg, plantUser } from "@/db/testing/plant";
import { actorOfSession, actorOfToken, closeSession, closeSessionsOf, openSession } from "./sessions";
import { newSecret, secretHash } from "./token-hash";

let test_: TestDatabase;
let hq: PlantedOrg;
let agency: PlantedOrg;
let branch: PlantedOrg;
let person: Awaited<ReturnType<typeof plantUser>>;
const now = new Date("2026-11-20T05:00:00.000Z");
const later = (ms: number) => new Date(now.getTime() + ms);
const HOUR = 3_600_000;

beforeAll(async () => {
  test_ = await openTestDatabase();
});
afterAll(() => test_.drop());
beforeEach(async () => {
  await test_.clear();
  hq = await plantOrg(test_.db, "hq", null);
  agency = await plantOrg(test_.db, "agency", hq);
  branch = await plantOrg(test_.db, "branch", agency);
  person = await plantUser(test_.db, branch, "operator");
});

const open = (at = now) =>
  openSession(test_.db, { userId: person.userId, ip: "203.0.113.7", userAgent: "Browser" }, at);

async function plantToken(over: Partial<typeof apiTokens.$inferInsert> = {}): Promise<string> {
  const token = newSecret();
  await test_.db
    .insert(apiTokens)
    .values({ tokenHash: secretHash(token), userId: person.userId, name: "자동화", createdAt: now, ...over });
  return token;
}

describe("a session", () => {
  test("is the person as the database knows them now, and stores no secret", async () => {
    const id = await open();
    const actor = await actorOfSession(test_.db, id, now);
    expect(actor).toEqual({ ...person, via: "session", sessionKey: secretHash(id).toString("hex") });
    const [row] = await test_.db.select().from(sessions);
    expect(JSON.stringify(row)).not.toContain(id);
  });

  test.each([
    ["logout", (id: string) => closeSession(test_.db, id, now)],
    ["ending all of a person's sessions", () => closeSessionsOf(test_.db, person.userId, now)],
    [
      "disabling the person",
      () => test_.db.update(users).set({ status: "disabled" }).where(eq(users.id, person.userId)),
    ],
    [
      "closing their organisation",
      () => test_.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, branch.id)),
    ],
    ["closing one above", () => test_.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, agency.id))],
    ["closing the top", () => test_.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, hq.id))],
  ])("%s ends it on the next request", async (_, end) => {
    const id = await open();
    expect(await actorOfSession(test_.db, id, later(1))).not.toBeNull();
    await end(id);
    expect(await actorOfSession(test_.db, id, later(2))).toBeNull();
  });

  test("closing an organisation beside it, even one with a longer number, changes nothing", async () => {
    const id = await open();
    const beside = await plantOrg(test_.db, "agency", hq);
    const lookAlike = await plantOrg(test_.db, "agency", null);
    await test_.db
      .update(orgs)
      .set({ path: `/${hq.id}/${agency.id}0/` })
      .where(eq(orgs.id, lookAlike.id));
    for (const { id: closed } of [beside, lookAlike])
      await test_.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, closed));
    expect(await actorOfSession(test_.db, id, later(1))).not.toBeNull();
  });

  test("a changed role and a move to another organisation are seen on the next request", async () => {
    const id = await open();
    await test_.db.update(users).set({ role: "viewer", orgId: agency.id }).where(eq(users.id, person.userId));
    const actor = await actorOfSession(test_.db, id, later(1));
    expect(actor).toMatchObject({ role: "viewer", org: { id: agency.id, level: "agency", path: agency.path } });
  });

  test("a moved organisation is seen on the next request", async () => {
    const id = await open();
    await test_.db
      .update(orgs)
      .set({ path: `/${hq.id}/${branch.id}/` })
      .where(eq(orgs.id, branch.id));
    expect((await actorOfSession(test_.db, id, later(1)))?.org.path).toBe(`/${hq.id}/${branch.id}/`);
  });

  test("ends after eight idle hours and after fourteen days whatever happens", async () => {
    const id = await open();
    expect(await actorOfSession(test_.db, id, later(8 * HOUR + 1))).toBeNull();
    for (let at = 0; at < 14 * 24; at += 7) expect(await actorOfSession(test_.db, id, later(at * HOUR))).not.toBeNull();
    expect(await actorOfSession(test_.db, id, later(14 * 24 * HOUR))).toBeNull();
  });

  test("ending all but one keeps that one, and other people's", async () => {
    const other = await plantUser(test_.db, branch);
    const theirs = await openSession(test_.db, { userId: other.userId, ip: null, userAgent: null }, now);
    const [a, b] = [await open(), await open()];
    const keep = (await actorOfSession(test_.db, a, now))?.sessionKey;
    expect(await closeSessionsOf(test_.db, person.userId, now, keep)).toBe(1);
    expect(await actorOfSession(test_.db, a, now)).not.toBeNull();
    expect(await actorOfSession(test_.db, b, now)).toBeNull();
    expect(await actorOfSession(test_.db, theirs, now)).not.toBeNull();
  });

  test.each(["", "x", newSecret()])("a made-up id %j opens nothing", async (id) => {
    await open();
    expect(await actorOfSession(test_.db, id, now)).toBeNull();
  });
});

describe("an API token", () => {
  test("is the same person, and knows when it was used", async () => {
    const token = await plantToken();
    expect(await actorOfToken(test_.db, token, later(5))).toEqual({ ...person, via: "token" });
    const [row] = await test_.db.select().from(apiTokens);
    expect(row?.lastUsedAt).toEqual(later(5));
    expect(JSON.stringify(row)).not.toContain(token);
  });

  test("revoked, expired, wrong, disabled, closed: nothing opens", async () => {
    expect(await actorOfToken(test_.db, await plantToken({ revokedAt: now }), now)).toBeNull();
    expect(await actorOfToken(test_.db, await plantToken({ expiresAt: now }), now)).toBeNull();
    expect(await actorOfToken(test_.db, newSecret(), now)).toBeNull();
    const token = await plantToken({ expiresAt: later(1) });
    expect(await actorOfToken(test_.db, token, now)).not.toBeNull();
    await test_.db.update(orgs).set({ status: "inactive" }).where(eq(orgs.id, agency.id));
    expect(await actorOfToken(test_.db, token, now)).toBeNull();
    await test_.db.update(orgs).set({ status: "active" }).where(eq(orgs.id, agency.id));
    await test_.db.update(users).set({ status: "disabled" }).where(eq(users.id, person.userId));
    expect(await actorOfToken(test_.db, token, now)).toBeNull();
  });
});
