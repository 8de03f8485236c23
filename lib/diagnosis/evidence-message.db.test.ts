import { desc, eq, sql } from "drizzle-orm";
import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { ticks } from "@/db/schema/dispatch";
import { messageLogs, messages } from "@/db/schema/messages";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { updateTenant } from "@/lib/tenants/update-tenant";
import { number, plantMessage, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { evidenceFile } from "./evidence-file";
import { evidenceOfMessage } from "./evidence-of-message";

const w = batchWorld();
const take = async (id: number, over: { recipient?: number; actor?: Awaited<ReturnType<typeof plantUser>> } = {}) => {
  const { actor = await plantUser(w.db, w.payer.org), recipient } = over;
  return evidenceOfMessage(w.rt, actor, { id, recipient, format: "zip" });
};
type Files = Record<string, Record<string, unknown>>;
const read = (bundle: Awaited<ReturnType<typeof take>>) => {
  const entries = unzipSync(evidenceFile(bundle, "zip", "ko").body);
  const texts = Object.entries(entries).map(([name, bytes]): [string, string] => [name, strFromU8(bytes)]);
  const files = Object.fromEntries(
    texts.flatMap(([name, text]) => (name.endsWith(".json") ? [[name.slice(0, -5), JSON.parse(text)]] : [])),
  ) as Files;
  return {
    files,
    whole: texts.map(([, text]) => text).join("\n"),
    bytes: texts.reduce((sum, [, text]) => sum + text.length, 0),
  };
};

const PHONE = number(7777);
const FORMS = [PHONE, "010-0000-7777", "010 0000 7777", "TESTSECRET00000000000000", "이봄", "안녕하세요"];

/** A message that was refused because its number isn't registered at Solapi. */
async function refused() {
  const answer = { requested: 2, enqueued: 1, skipped: [{ recipient: "010-****-0002", reason: "opted_out" }] };
  const planted = await plantMessage(w.db, w.rt.env, w.payer, { numbers: [PHONE], answer });
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { senders: [] });
  await w.serve("worker-1");
  const at = await w.rt.clock();
  const error = `Failed query: update message_logs set phone = ? params: ${PHONE}`;
  const pass = { startedAt: at, finishedAt: at, instance: "worker-1" };
  await w.db.insert(ticks).values([
    { ...pass, executionId: `bad-${planted.messageId}`, error },
    { ...pass, executionId: `good-${planted.messageId}`, counts: { batches: 1 } },
  ]);
  return planted;
}

test("the archive answers the three questions of a message that didn't arrive", async () => {
  const { messageId } = await refused();
  const { files, whole } = read(await take(messageId));
  expect(files.response).toMatchObject({
    response: {
      status: 202,
      body: { message_id: messageId, requested: 2, enqueued: 1 },
      skippedByReason: { opted_out: 1 },
    },
  });
  expect(files.xray?.verdict).toMatchObject({ layer: "provider" });
  expect(files.queue).toMatchObject({ driver: "mysql", batches: [{ size: 1 }] });
  expect((files.trail as unknown as { event: string }[]).length).toBeGreaterThan(0);
  expect(files.worker).toMatchObject({
    passes: [{ error: "Failed query: update message_logs set phone = ?" }, { error: null, counts: { batches: 1 } }],
    storedLog: null,
  });
  expect(files.tenant).toMatchObject({ id: w.payer.id, now: { messagingIsActive: true, basePrice: "10.00" } });
  expect(files.tenant?.messageSender).toContain("*");
  for (const form of FORMS) expect(whole).not.toContain(form);
  expect(whole).not.toContain(w.payer.apiKey);
  expect(whole).not.toContain(w.payer.sender);
});

test("prices of then come from the audit, and what it doesn't tell is said to be unknown", async () => {
  const { messageId } = await refused();
  w.time.shiftMs += 60_000;
  const hq = await plantUser(w.db, w.payer.org);
  await updateTenant(w.rt, hq, {
    ...{ id: w.payer.id, version: undefined },
    ...{ prices: { sms: "12.00" }, change: { messagingIsActive: false } },
  });
  const bundle = await take(messageId);
  const { files } = read(bundle);
  expect(files.tenant).toMatchObject({
    now: { basePrice: "12.00", messagingIsActive: false },
    whenAccepted: {
      basePrice: { known: true, value: "10.00" },
      messagingIsActive: { known: true, value: true },
      priceLms: { known: false },
    },
    changesSince: [{ action: "tenant.update", before: { basePrice: "10.00" }, after: { basePrice: "12.00" } }],
  });
  expect(bundle.gaps).toContain("tenant_then");
});

test("whoever may read the message may take it, which is written down; a foreign one is an absent one", async () => {
  const { messageId, rowIds } = await refused();
  const branch = await plantOrg(w.db, "branch", w.payer.org);
  await w.db.update(messages).set({ orgId: branch.id }).where(eq(messages.id, messageId));
  const viewer = await plantUser(w.db, branch, "viewer");
  const bundle = await take(messageId, { actor: viewer, recipient: rowIds[0]! });
  const { files } = read(bundle);
  // Who only spends sees no money of who pays.
  expect(bundle.gaps).toContain("balance_not_yours");
  expect(files.tenant?.ledger).toBeNull();
  expect(files.tenant?.now).not.toHaveProperty("balance");
  expect(files.recipients?.rows).toMatchObject([{ id: rowIds[0] }]);
  const [last] = await w.db.select().from(auditLog).orderBy(desc(auditLog.id)).limit(1);
  expect(last).toMatchObject({
    ...{ action: "message.evidence", subject: `message:${messageId}`, orgId: branch.id, actorUserId: viewer.userId },
    after: { format: "zip", recipient: rowIds[0] },
  });
  const before = await w.db.$count(auditLog);
  const stranger = await plantUser(w.db, await plantOrg(w.db, "branch", w.payer.org));
  for (const id of [messageId, messageId + 1_000])
    await expect(take(id, { actor: stranger })).rejects.toMatchObject({ code: "not_found" });
  const other = await plantMessage(w.db, w.rt.env, w.payer, { count: 1 });
  await expect(take(messageId, { recipient: other.rowIds[0]! })).rejects.toMatchObject({ code: "not_found" });
  expect(await w.db.$count(auditLog)).toBe(before);
});

test("of 50,000 recipients it is no larger than one can mail", async () => {
  const { messageId, rowIds } = await refused();
  const [first] = await w.db.select().from(messageLogs).where(eq(messageLogs.id, rowIds[0]!));
  const digits = sql.raw(
    "(select 0 n union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6 union all select 7 union all select 8 union all select 9)",
  );
  await w.db.execute(sql`insert into message_logs (message_id, tenant_id, batch_id, recipient_key, ordinal, name, channel, sender, status, reason_code, created_at)
    select ${messageId}, ${first!.tenantId}, ${first!.batchId}, unhex(sha2(concat('x', a.n, b.n, c.n, d.n, e.n), 256)),
      1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n, '이봄', 'sms', ${first!.sender}, if(a.n = 0, 'unknown', 'failed'), 'provider_refused', ${first!.createdAt}
    from ${digits} a, ${digits} b, ${digits} c, ${digits} d, (select 0 n union all select 1 union all select 2 union all select 3 union all select 4) e`);
  const startMs = performance.now();
  const bundle = await take(messageId);
  const { files, bytes } = read(bundle);
  expect(files.recipients?.rows).toHaveLength(200);
  expect(bundle.gaps).toContain("rows_cut");
  const groups = files.recipients?.groups as { count: number }[];
  expect(groups.reduce((sum, group) => sum + group.count, 0)).toBe(50_001);
  expect(bytes).toBeLessThan(500_000);
  expect(performance.now() - startMs).toBeLessThan(20_000);
}, 120_000);
