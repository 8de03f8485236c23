import { eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import type { Db } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import { optOuts } from "@/db/schema/customers";
import { tenants } from "@/db/schema/tenants";
import { plantOrg } from "@/db/testing/plant";
import { sealKey } from "@/lib/tenants/account-of";
import type { PhoneAccount } from "@/lib/transports/phone-port";
import { fakeDesk, refusal } from "@/scripts/testing/fake-desk";
import { plantTenant } from "@/scripts/testing/plant-customer";
import { testEnv } from "@/scripts/testing/test-env";
import { testRig } from "@/scripts/testing/test-rig";
import { syncOptOutsNightly } from "./sync-opt-outs-nightly";

const env = testEnv();
const rig = testRig(
  async (db: Db) => {
    const hq = await plantOrg(db, "hq", null);
    const made = [];
    for (let i = 0; i < 3; i++) {
      const tenant = await plantTenant(db, await plantOrg(db, "agency", hq));
      const solapiKey = sealKey(env, tenant.id, { apiKey: `KEY${i}`, apiSecret: "s" });
      await db.update(tenants).set({ solapiKey }).where(eq(tenants.id, tenant.id));
      made.push(tenant);
    }
    return made;
  },
  (db) => db.select().from(optOuts),
  env,
);

/** Solapi, where each account has one number that refused; `broken` accounts don't answer. */
function solapi(broken: string[] = []) {
  const asked: string[] = [];
  const optOutsOf = async ({ apiKey }: PhoneAccount) => {
    asked.push(apiKey);
    if (broken.includes(apiKey)) return refusal("auth_failed", "Unauthorized");
    const items = [{ number: `010-0000-000${apiKey.slice(-1)}`, at: null }];
    // A key that leads to itself must not be followed for ever.
    return { kind: "ok" as const, items, nextKey: "again", unread: 0 };
  };
  const phone = { ...fakeDesk().phone, optOuts: optOutsOf } as never;
  return { asked, rt: { ...rig.rt, phone } };
}
const refusing = async () => (await rig.db.select().from(optOuts)).map(({ tenantId }) => tenantId).sort();

test("once a night everybody's refusals come over, of all instances together, and one account's trouble is its own", async () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  const { asked, rt } = solapi(["KEY1"]);
  const turns = await Promise.all([1, 2, 3].map(() => syncOptOutsNightly(rt, () => false)));
  expect(turns.reduce((sum, n) => sum + n, 0)).toBe(3);
  expect([...new Set(asked)].sort()).toEqual(["KEY0", "KEY1", "KEY2"]);
  const [first, , third] = rig.w;
  expect(await refusing()).toEqual([first!.id, third!.id]);
  expect(said.mock.calls.map(([text]) => text)).toEqual([`opt-outs of tenant ${rig.w[1]!.id}: auth_failed`]);
  said.mockRestore();
  expect(await syncOptOutsNightly(rt, () => false)).toBe(0);
  rig.now = new Date(rig.now.getTime() + 86_400_000);
  expect(await syncOptOutsNightly(solapi().rt, () => false)).toBe(3);
  expect(await refusing()).toHaveLength(3);
  // The nights on which nobody new refused left no line.
  expect(await rig.db.select().from(auditLog)).toHaveLength(3);
});

test("tenants that share an account are brought over together, by one reading of it", async () => {
  const shared = { ...env, SOLAPI_API_KEY: "KEY9", SOLAPI_API_SECRET: "s" };
  const [first, second, third] = rig.w;
  for (const { id } of [first!, third!])
    await rig.db.update(tenants).set({ solapiKey: null }).where(eq(tenants.id, id));
  const { asked, rt } = solapi();
  expect(await syncOptOutsNightly({ ...rt, env: shared }, () => false)).toBe(2);
  // Two pages each: the second is where a list that leads to itself ends.
  expect(asked).toEqual(["KEY9", "KEY9", "KEY1", "KEY1"]);
  const rows = await rig.db.select().from(optOuts);
  expect(rows.map(({ tenantId, phoneLast4 }) => [tenantId, phoneLast4]).sort()).toEqual([
    [first!.id, "0009"],
    [second!.id, "0001"],
    [third!.id, "0009"],
  ]);
});

test("a night that is cut short goes on where it was, and who sends nothing isn't asked for", async () => {
  await rig.db.update(tenants).set({ messagingIsActive: false }).where(eq(tenants.id, rig.w[2]!.id));
  const { asked, rt } = solapi();
  const once = () => {
    let looks = 0;
    return () => looks++ > 0;
  };
  for (const turn of [1, 1, 0, 0]) expect(await syncOptOutsNightly(rt, once())).toBe(turn);
  expect([...new Set(asked)]).toEqual(["KEY0", "KEY1"]);
});
