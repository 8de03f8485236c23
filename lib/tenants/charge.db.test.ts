import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { appMeta } from "@/db/schema/dispatch";
import { creditLedger, tenants } from "@/db/schema/tenants";
import { plantBatches } from "@/db/testing/plant-tenants";
import type { Actor } from "@/lib/access/actor";
import { tenantRig } from "@/scripts/testing/tenant-rig";
import { told } from "@/scripts/testing/test-rig";
import { chargeCredit } from "./charge-credit";
import { checkLedger, findMismatches, openMismatches } from "./check-ledger";
import { listLedger } from "./ledger-queries";
import { tenantViewOf } from "./queries";
import { reserveCredit } from "./reserve-credit";
import { CreditEntry, LedgerFilter } from "./schema";
import { settleCredit } from "./settle-credit";
import { tendTenantsNightly } from "./tend-tenants-nightly";

const t = tenantRig();
let requests = 0;
const charge = (over: object, actor: Actor = t.w.hqAdmin) =>
  chargeCredit(
    t.rt,
    actor,
    CreditEntry.parse({ id: String(t.w.tenant.id), kind: "charge", requestId: `request-${++requests}`, ...over }),
  );
const ledger = async (query: object = {}, actor: Actor = t.w.hqAdmin) =>
  listLedger(t.db, await tenantViewOf(t.db, actor), LedgerFilter.parse({ id: String(t.w.tenant.id), ...query }), t.now);
/** A message that holds 50원, of which 20 are paid and 10 given back. */
async function send() {
  const { messageId, batchIds } = await plantBatches(t.db, t.w.tenant, [5]);
  const [batchId] = batchIds as [number];
  await retryDeadlocks(t.db, async (tx) => {
    await reserveCredit(tx, {
      tenantId: t.w.tenant.id,
      messageId,
      batches: [{ batchId, amount: 5_000n }],
      actor: t.w.operator.userId,
      at: t.now,
    });
    await settleCredit(tx, { batchId, settle: 2_000n, release: 1_000n, at: t.now });
  });
  return batchId;
}

test("headquarters charges; nobody else may, and strangers don't even know", async () => {
  expect((await charge({ amount: "50000" })).creditBalance).toBe("150000.00");
  expect((await charge({ amount: 0.5, note: "이자" })).creditBalance).toBe("150000.50");
  for (const [actor, code] of [
    [t.w.admin, "forbidden"],
    [t.w.hqOperator, "forbidden"],
    [t.w.stranger, "not_found"],
  ] as const)
    expect((await t.refusal(() => charge({ amount: "1" }, actor))).code).toBe(code);
});

test("the same request again is the same entry, also when both come at once", async () => {
  const again = { amount: "100", requestId: "the-same-one" };
  const both = await Promise.all([charge(again), charge(again), charge(again)]);
  expect(both.map(({ creditBalance }) => creditBalance)).toEqual(Array(3).fill("100100.00"));
  expect((await charge(again)).creditBalance).toBe("100100.00");
  expect(told(await t.refusal(() => charge({ ...again, amount: "200" })))).toEqual(["conflict", "requestIdReused"]);
  // Another tenant's request of the same name is another request.
  const other = CreditEntry.parse({ id: String(t.w.other.id), kind: "charge", ...again });
  expect((await chargeCredit(t.rt, t.w.hqAdmin, other)).creditBalance).toBe("100100.00");
});

test("a correction needs a note and leaves what messages under way hold", async () => {
  await send();
  const adjust = (amount: string, note: string | null = "잘못 충전") => charge({ kind: "adjust", amount, note });
  expect(told(await t.refusal(() => adjust("-10", null)))).toEqual(["invalid", "note", "adjustNoteRequired"]);
  expect(told(await t.refusal(() => adjust("-99960.01")))).toEqual(["invalid", "amount", "adjustBelowReserved"]);
  expect(await adjust("-99960")).toMatchObject({
    creditBalance: "20.00",
    creditReserved: "20.00",
    creditAvailable: "0.00",
  });
  expect(told(await t.refusal(() => charge({ amount: "-5" })))).toEqual(["invalid", "amount", "moneyBad"]);
  expect(told(await t.refusal(() => charge({ amount: "0" })))).toEqual(["invalid", "amount", "moneyBad"]);
  expect(told(await t.refusal(() => charge({ amount: "999999999999.99" })))).toEqual([
    "invalid",
    "amount",
    "moneyTooLarge",
  ]);
});

test("the ledger is read newest first, page by page, whole or by what it is about", async () => {
  await send();
  await charge({ amount: "7", note: "선물" });
  const all = await ledger();
  expect(
    all.items.map(({ kind, amount, balanceAfter, reservedAfter }) => [kind, amount, balanceAfter, reservedAfter]),
  ).toEqual([
    ["charge", "7.00", "99987.00", "20.00"],
    ["release", "10.00", "99980.00", "20.00"],
    ["settle", "20.00", "99980.00", "30.00"],
    ["reserve", "50.00", "100000.00", "50.00"],
    ["charge", "100000.00", "100000.00", "0.00"],
  ]);
  expect(all.items[0]).toMatchObject({ actor: { id: t.w.hqAdmin.userId }, note: "선물", messageId: null });
  expect(all.items[3]).toMatchObject({ actor: { id: t.w.operator.userId } });
  expect((await ledger({ view: "funding" })).items).toHaveLength(2);
  expect((await ledger({ view: "use" })).items).toHaveLength(3);
  const pages: string[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const page = await ledger({ limit: "2", ...(cursor && { cursor }) });
    pages.push(...page.items.map(({ kind }) => kind));
    cursor = page.nextCursor;
  }
  expect(pages).toEqual(all.items.map(({ kind }) => kind));
  await expect(ledger({}, t.w.stranger)).rejects.toMatchObject({ code: "not_found" });
  await expect(ledger({}, t.w.branchAdmin)).rejects.toMatchObject({ code: "forbidden" });
});

test("every ledger adds up, and the night finds each one that doesn't until it does", async () => {
  const batchId = await send();
  expect(await findMismatches(t.db)).toEqual([]);
  const id = t.w.tenant.id;
  await t.db.update(tenants).set({ creditBalance: "99980.01" }).where(eq(tenants.id, id));
  expect(await checkLedger(t.db)).toEqual([
    {
      tenantId: id,
      balance: "99980.01",
      reserved: "20.00",
      ledgerBalance: "99980.00",
      ledgerReserved: "20.00",
      openReserved: "20.00",
    },
  ]);
  expect(await openMismatches(t.db)).toHaveLength(1);
  await t.db.update(tenants).set({ creditBalance: "99980.00" }).where(eq(tenants.id, id));
  expect(await openMismatches(t.db)).toEqual([]);
  // What batches hold must be what is reserved, too.
  await t.db.execute(`update send_batches set released_amount = 20 where id = ${batchId}`);
  expect(await findMismatches(t.db)).toMatchObject([{ tenantId: id, reserved: "20.00", openReserved: "10.00" }]);
  await t.db.execute(`update send_batches set released_amount = 10 where id = ${batchId}`);
  await t.db.delete(creditLedger).where(eq(creditLedger.kind, "release"));
  expect(await findMismatches(t.db)).toMatchObject([{ tenantId: id, ledgerReserved: "30.00" }]);
});

test("a night is looked at once, by one instance", async () => {
  const all = await Promise.all([1, 2, 3].map(() => tendTenantsNightly(t.rt, () => false)));
  expect(all.filter(Boolean)).toEqual([{ expired: 0, mismatches: [] }]);
  expect(await tendTenantsNightly(t.rt, () => false)).toBeNull();
  // 2026-11-20 14:00 in Korea; the next night begins at 03:00.
  t.now = new Date("2026-11-20T17:59:59Z");
  expect(await tendTenantsNightly(t.rt, () => false)).toBeNull();
  t.now = new Date("2026-11-20T18:00:00Z");
  expect(await tendTenantsNightly(t.rt, () => true)).toBeNull();
  expect(await tendTenantsNightly(t.rt, () => false)).toEqual({ expired: 0, mismatches: [] });
  expect(await t.db.$count(appMeta)).toBeGreaterThan(0);
});
