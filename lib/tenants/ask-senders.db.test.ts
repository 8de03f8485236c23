import { asc, eq } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { tenantSenders, tenants } from "@/db/schema/tenants";
import { plantSender } from "@/db/testing/plant-tenants";
import { readTenants } from "@/lib/alerts/tenant-facts";
import { fakeDesk, refusal } from "@/scripts/testing/fake-desk";
import { tenantRig } from "@/scripts/testing/tenant-rig";
import { testEnv } from "@/scripts/testing/test-env";
import { askSendersNightly } from "./ask-senders-nightly";

const t = tenantRig(testEnv({ SOLAPI_API_KEY: "NCSFAKEKEY000000", SOLAPI_API_SECRET: "A".repeat(32) }));
const lapsed = async () => (await readTenants(t.db, t.now)).lapsed;
const nextNight = () => {
  t.now = new Date(t.now.getTime() + 86_400_000);
};
const statuses = async () =>
  (await t.db.select().from(tenantSenders).orderBy(asc(tenantSenders.id))).map((row) => row.providerStatus);

test("every night an account is asked once how the numbers of all who send with it stand, and who lapsed is told", async () => {
  const { tenant, other } = t.w;
  const desk = fakeDesk();
  const rt = { ...t.rt, phone: desk.phone };
  await plantSender(t.db, other, { number: "0200000001", status: "revoked" });
  expect(await lapsed()).toEqual([]);
  desk.senders = [{ number: "02-0000-0000", status: "ACTIVE", expiresAt: null }];
  const turns = await Promise.all([1, 2, 3].map(() => askSendersNightly(rt, () => false)));
  expect(turns.reduce((sum, n) => sum + n, 0)).toBe(1);
  expect(desk.asked).toHaveLength(1);
  expect(await statuses()).toEqual(["ACTIVE", "ACTIVE", null]);
  expect(await lapsed()).toEqual([]);
  // It runs out at Solapi, whatever we have written down of it.
  nextNight();
  desk.senders = [{ number: "0200000000", status: "EXPIRED", expiresAt: t.now }];
  expect(await askSendersNightly(rt, () => false)).toBe(1);
  expect(await lapsed()).toMatchObject([
    { id: tenant.id, numbers: 1 },
    { id: other.id, numbers: 1 },
  ]);
  expect(JSON.stringify(await lapsed())).not.toContain("0200000000");
  // Who sends nothing isn't told of, and an account that doesn't answer changes nothing that was known.
  await t.db.update(tenants).set({ messagingIsActive: false }).where(eq(tenants.id, other.id));
  const said = vi.spyOn(console, "error").mockImplementation(() => {});
  nextNight();
  desk.refuses = refusal("auth_failed", "Unauthorized");
  await askSendersNightly(rt, () => false);
  expect(said.mock.calls).toEqual([[`sender numbers of tenant ${tenant.id}: auth_failed`]]);
  said.mockRestore();
  expect((await lapsed()).map(({ id }) => id)).toEqual([tenant.id]);
  nextNight();
  desk.refuses = null;
  desk.senders = [{ number: "0200000000", status: "ACTIVE", expiresAt: null }];
  await askSendersNightly(rt, () => false);
  expect(await lapsed()).toEqual([]);
});
