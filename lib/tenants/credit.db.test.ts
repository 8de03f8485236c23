import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Tx } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import { sendBatches } from "@/db/schema/messages";
import { creditLedger, tenants } from "@/db/schema/tenants";
import { openTestDatabase, type TestDatabase } from "@/db/testing/database";
import { plantOrg } from "@/db/testing/plant";
import { type PlantedTenant, plantBatches, plantTenant } from "@/db/testing/plant-tenants";
import { creditOf } from "./credit";
import { moneyOf, moneyText } from "./money";
import { reserveCredit } from "./reserve-credit";
import { settleCredit } from "./settle-credit";

let t: TestDatabase;
let tenant: PlantedTenant;
const at = new Date("2026-11-20T05:00:00Z");

beforeAll(async () => {
  t = await openTestDatabase();
});
beforeEach(async () => {
  await t.clear();
  tenant = await plantTenant(t.db, await plantOrg(t.db, "hq", null), { creditBalance: "100.00" });
});
afterAll(() => t.drop());

/** What accepting a message does to credit: batches and their reservation, all or nothing. */
const accept = (amounts: readonly bigint[], after?: (tx: Tx) => Promise<void>) =>
  retryDeadlocks(t.db, async (tx) => {
    const { messageId, batchIds } = await plantBatches(
      tx,
      tenant,
      amounts.map(() => 1),
    );
    const batches = batchIds.map((batchId, i) => ({ batchId, amount: amounts[i]! }));
    const answer = await reserveCredit(tx, { tenantId: tenant.id, messageId, batches, actor: null, at });
    await after?.(tx);
    return { answer, batchIds };
  });
const settle = (batchId: number, paid: bigint, free: bigint) =>
  retryDeadlocks(t.db, (tx) => settleCredit(tx, { batchId, settle: paid, release: free, at }));

async function credit() {
  const [row] = await t.db
    .select({ balance: tenants.creditBalance, reserved: tenants.creditReserved })
    .from(tenants)
    .where(eq(tenants.id, tenant.id));
  const lines = await t.db
    .select({ kind: creditLedger.kind, amount: creditLedger.amount })
    .from(creditLedger)
    .where(eq(creditLedger.tenantId, tenant.id));
  const summed = creditOf(lines.map(({ kind, amount }) => ({ kind, amount: moneyOf(amount) })));
  expect({ balance: moneyText(summed.balance), reserved: moneyText(summed.reserved) }).toEqual(row);
  return row;
}
const keys = async () =>
  (await t.db.select({ key: creditLedger.entryKey }).from(creditLedger).orderBy(creditLedger.id)).map(({ key }) => key);

test("a message holds what it may cost, batch by batch, and the batches know it", async () => {
  const { answer, batchIds } = await accept([3_000n, 2_050n]);
  expect(answer).toBe("ok");
  expect(await credit()).toEqual({ balance: "100.00", reserved: "50.50" });
  const rows = await t.db.select({ id: sendBatches.id, held: sendBatches.reservedAmount }).from(sendBatches);
  expect(rows).toEqual([
    { id: batchIds[0], held: "30.00" },
    { id: batchIds[1], held: "20.50" },
  ]);
  expect((await keys()).slice(1)).toEqual(batchIds.map((id) => `reserve:${id}`));
});

test("of many that race for the last credit exactly as many win as there is credit for", async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => accept([3_000n])));
  expect(answers.filter(({ answer }) => answer === "ok")).toHaveLength(3);
  expect(await credit()).toEqual({ balance: "100.00", reserved: "90.00" });
});

test("one won too much is refused whole, and what is exactly there is enough", async () => {
  expect((await accept([5_000n, 5_001n])).answer).toBe("insufficient");
  expect(await credit()).toEqual({ balance: "100.00", reserved: "0.00" });
  expect((await accept([5_000n, 5_000n])).answer).toBe("ok");
});

test("a crash before the end of the transaction leaves neither a reservation nor a line", async () => {
  await expect(
    accept([3_000n], async () => {
      throw new Error("the process died here");
    }),
  ).rejects.toThrow("died");
  expect(await credit()).toEqual({ balance: "100.00", reserved: "0.00" });
  expect(await keys()).toHaveLength(1);
  expect(await t.db.$count(sendBatches)).toBe(0);
});

test("a batch reserved twice is refused by the ledger itself", async () => {
  const { batchIds } = await accept([1_000n]);
  const again = t.db.transaction((tx) =>
    reserveCredit(tx, {
      tenantId: tenant.id,
      messageId: 1,
      batches: [{ batchId: batchIds[0]!, amount: 1_000n }],
      actor: null,
      at,
    }),
  );
  await expect(again).rejects.toThrow();
  expect(await credit()).toEqual({ balance: "100.00", reserved: "10.00" });
});

test("delivered rows are paid, failed ones are free again, as they come in", async () => {
  const { batchIds } = await accept([6_000n]);
  await settle(batchIds[0]!, 1_000n, 2_000n);
  await settle(batchIds[0]!, 3_000n, 0n);
  expect(await credit()).toEqual({ balance: "60.00", reserved: "0.00" });
  const id = batchIds[0];
  expect((await keys()).slice(2)).toEqual([`settle:${id}:1`, `release:${id}:2`, `settle:${id}:3`]);
});

test("paying twice is impossible, also from two workers at once", async () => {
  const { batchIds } = await accept([6_000n]);
  const both = await Promise.allSettled([settle(batchIds[0]!, 6_000n, 0n), settle(batchIds[0]!, 0n, 6_000n)]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const row = await credit();
  expect(row?.reserved).toBe("0.00");
  await expect(settle(batchIds[0]!, 1n, 0n)).rejects.toThrow(RangeError);
});

test("what is free is written down all the same", async () => {
  const { answer, batchIds } = await accept([0n]);
  expect(answer).toBe("ok");
  await settle(batchIds[0]!, 0n, 0n);
  expect((await keys()).slice(1)).toEqual([`reserve:${batchIds[0]}`, `settle:${batchIds[0]}:1`]);
  expect(await credit()).toEqual({ balance: "100.00", reserved: "0.00" });
});

test("accepting and ending at the same time never lose a won", async () => {
  const first = await accept([1_000n, 1_000n, 1_000n, 1_000n]);
  await Promise.all([
    ...first.batchIds.map((id, i) => settle(id, BigInt(i) * 200n, 1_000n - BigInt(i) * 200n)),
    ...Array.from({ length: 4 }, () => accept([500n, 700n])),
  ]);
  expect(await credit()).toEqual({ balance: "88.00", reserved: "48.00" });
});

test("the database itself refuses a reservation beyond the balance", async () => {
  await expect(
    t.db.execute(sql`update tenants set credit_reserved = 100.01 where id = ${tenant.id}`),
  ).rejects.toThrow();
});
