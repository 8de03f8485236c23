import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { lanes } from "@/db/schema/dispatch";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import { plantOrg } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import { spendBudget } from "@/lib/batches/spend-budget";
import { accountKeyOf, sealKey } from "@/lib/tenants/account-of";
import { parkTenant } from "@/lib/tenants/park-tenant";
import { createSolapi } from "@/lib/transports/solapi";
import { refusal } from "@/scripts/testing/fake-desk";
import { PLATFORM, probeRig } from "@/scripts/testing/probe-rig";
import { testEnv } from "@/scripts/testing/test-env";

const KEY = PLATFORM.SOLAPI_API_KEY;
const OWN = { apiKey: "NCSTESTKEY000002", apiSecret: "T".repeat(32) };
const lookMs = 300;
const r = probeRig();

test("one question per account, whoever shares it, and none while sending uses its allowance", async () => {
  const { hq, tenant } = await r.office();
  const second = await plantTenant(r.db, await plantOrg(r.db, "agency", hq));
  const own = await plantTenant(r.db, await plantOrg(r.db, "agency", hq));
  await r.db
    .update(tenants)
    .set({ solapiKey: sealKey(r.env, own.id, OWN) })
    .where(eq(tenants.id, own.id));
  const off = await plantTenant(r.db, await plantOrg(r.db, "agency", hq), { messagingIsActive: false });
  await r.looks();
  expect(r.desk.asked.map(({ apiKey }) => apiKey).sort()).toEqual([KEY, KEY, OWN.apiKey, OWN.apiKey]);

  r.desk.asked.length = 0;
  await spendBudget(r.db, accountKeyOf(KEY), "read", { units: 4 });
  const { said } = await r.looks();
  expect(r.desk.asked.map(({ apiKey }) => apiKey)).toEqual([OWN.apiKey, OWN.apiKey]);
  // Nobody knows anything new of it: neither good nor bad.
  for (const { id } of [tenant, second]) expect(said).not.toHaveProperty(`account:${id}`);
  expect(said).toMatchObject({ [`account:${own.id}`]: "ok", [`setup:${off.id}`]: "ok" });
  expect(said).not.toHaveProperty(`account:${off.id}`);
});

test.each([
  ["auth_failed", "auth_failed"],
  ["ip_not_allowed", "ip_not_allowed"],
  ["unavailable", "provider_unreachable"],
  ["bad_response", "provider_unreachable"],
] as const)("an account that answers %s", async (reason, cause) => {
  const { tenant } = await r.office();
  r.desk.refuses = refusal(reason, "SomeCode");
  const { one, said } = await r.looks();
  expect(one(`account:${tenant.id}`)).toMatchObject({
    ok: false,
    cause,
    figures: { code: "SomeCode", owner: "platform" },
  });
  // Of its numbers nothing is known then.
  expect(said).not.toHaveProperty(`sender:${tenant.id}`);
});

test("Solapi away, silent, or empty; keys that are missing or can't be opened", async () => {
  const { tenant } = await r.office();
  const account = `account:${tenant.id}`;
  // No door to Solapi is open in this process: nothing leaves it.
  expect((await r.looks({ phone: createSolapi() })).said[account]).toBe("provider_unreachable");
  const never = () => new Promise<never>(() => {});
  const hanging = await r.looks({ phone: { ...r.rt.phone, balance: never, senders: never }, lookMs });
  expect(hanging.said[account]).toBe("timeout");
  expect(hanging.said).not.toHaveProperty(`sender:${tenant.id}`);
  expect(hanging.tookMs).toBeLessThan(2_500);
  r.desk.balance = 0;
  expect((await r.looks()).said[account]).toBe("no_balance");
  expect((await r.looks({ env: testEnv() })).said[account]).toBe("key_missing");
  await r.db.update(tenants).set({ solapiKey: Buffer.from("x") });
  expect((await r.looks()).said[account]).toBe("key_unreadable");
  await r.db.update(tenants).set({ solapiKey: null });
  r.desk.balance = 1;
  await parkTenant(r.db, tenant.id, "ip_not_allowed", await r.rt.clock());
  expect((await r.looks()).said[account]).toBe("ip_not_allowed");
  await r.db.delete(lanes);
  expect((await r.looks()).said[account]).toBe("ok");
});

test("a number Solapi doesn't take, and a tenant that can't have anything accepted", async () => {
  const { tenant } = await r.office();
  r.desk.senders = [];
  expect((await r.looks()).one(`sender:${tenant.id}`)).toMatchObject({
    ...{ cause: "sender_unregistered", figures: { numbers: 1, lapsed: 1 } },
  });
  expect((await r.db.select().from(tenantSenders))[0]).toMatchObject({ providerStatus: null });
  expect((await r.db.select().from(tenantSenders))[0]!.providerCheckedAt).not.toBeNull();
  const setUp = async (set: Partial<typeof tenants.$inferInsert>) => {
    await r.db.update(tenants).set(set);
    return (await r.looks()).said[`setup:${tenant.id}`];
  };
  expect(await setUp({ creditBalance: "9.99" })).toBe("insufficient_balance");
  expect(await setUp({ basePrice: null })).toBe("price_not_configured");
  expect(await setUp({ messagingSender: null })).toBe("sender_required");
  expect((await r.looks()).one(`setup:${tenant.id}`)!.figures).toEqual({});
  expect(await setUp({ messagingIsActive: false })).toBe("ok");
});
