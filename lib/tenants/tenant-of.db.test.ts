import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/errors";
import { tenantOf, tenantsWithin } from "./tenant-of";

let t: TestDatabase;
let who: Record<"hq" | "agency" | "branch" | "bare" | "foreign", Actor>;
const codes = {} as Record<"hq" | "agency" | "branch" | "foreign", string>;

beforeAll(async () => {
  t = await openTestDatabase();
  const hq = await plantOrg(t.db, "hq", null);
  const agency = await plantOrg(t.db, "agency", hq);
  const branch = await plantOrg(t.db, "branch", agency);
  const bare = await plantOrg(t.db, "branch", agency);
  const foreign = await plantOrg(t.db, "agency", hq);
  who = {
    hq: await plantUser(t.db, hq),
    agency: await plantUser(t.db, agency),
    branch: await plantUser(t.db, branch),
    bare: await plantUser(t.db, bare),
    foreign: await plantUser(t.db, foreign),
  };
  codes.hq = (await plantTenant(t.db, hq)).code;
  codes.agency = (await plantTenant(t.db, agency)).code;
  codes.branch = (await plantTenant(t.db, branch)).code;
  codes.foreign = (await plantTenant(t.db, foreign)).code;
});
afterAll(() => t.drop());

const codeOf = async (actor: Actor, code?: string) => {
  try {
    return (await tenantOf(t.db, actor, code)).code;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
};

test("the nearest tenant at or above pays", async () => {
  expect(await codeOf(who.hq)).toBe(codes.hq);
  expect(await codeOf(who.agency)).toBe(codes.agency);
  expect(await codeOf(who.branch)).toBe(codes.branch);
  expect(await codeOf(who.bare)).toBe(codes.agency);
});

test("a code names the nearest or one below, and every other code is absent", async () => {
  expect(await codeOf(who.agency, codes.branch)).toBe(codes.branch);
  expect(await codeOf(who.hq, codes.foreign)).toBe(codes.foreign);
  expect(await codeOf(who.bare, codes.agency)).toBe(codes.agency);
  for (const code of [codes.branch, codes.hq, codes.foreign, "no-such-code"])
    expect(await codeOf(who.bare, code), code).toBe("not_found");
  // Farther up than the nearest.
  expect(await codeOf(who.branch, codes.agency)).toBe("not_found");
});

test("foreign and absent are the same refusal to the letter", async () => {
  const refusalOf = (code: string) => tenantOf(t.db, who.bare, code).catch((error: unknown) => error);
  expect(await refusalOf(codes.foreign)).toEqual(await refusalOf("no-such-code"));
});

test("who may act for which tenants is one answer", async () => {
  const within = async (actor: Actor) => (await tenantsWithin(t.db, actor)).map(({ code }) => code).sort();
  expect(await within(who.hq)).toEqual(Object.values(codes).sort());
  expect(await within(who.agency)).toEqual([codes.agency, codes.branch].sort());
  expect(await within(who.bare)).toEqual([codes.agency]);
  expect(await within(who.branch)).toEqual([codes.branch]);
  expect(await within({ kind: "system", job: "tick" })).toHaveLength(4);
});

test("an organisation without any tenant above has none", async () => {
  const alone = await plantOrg(t.db, "hq", null);
  expect(await codeOf(await plantUser(t.db, alone))).toBe("not_found");
});
