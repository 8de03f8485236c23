import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Db } from "@/db/client";
import { messageLogs, messages } from "@/db/schema/messages";
import { tenants } from "@/db/schema/tenants";
import { plantOrg, plantUser } from "@/db/testing/plant";
import { plantMessage, rowsOf, simulate } from "@/scripts/testing/batch-rig";
import { batchWorld } from "@/scripts/testing/batch-world";
import { bringIn, messageFile, oldNumber } from "@/scripts/testing/history-rig";
import { accept, accepted, alive, someNumber } from "@/scripts/testing/phone-plant";
import { talk } from "@/scripts/testing/phone-plants-provider";
import { explain, rowsRead } from "@/scripts/testing/read-plan";
import { codeOf } from "@/scripts/testing/test-rig";
import { batchesAhead, creditOfBatch, recipientGroups, trailWalks } from "./phone-queries";
import { xrayMessage } from "./xray-message";

const w = batchWorld();
const someone = (role: "admin" | "operator" | "viewer" = "admin") => plantUser(w.db, w.payer.org, role);
const look = async (id: number, recipient?: number, actor = someone()) =>
  xrayMessage(w.rt, await actor, recipient === undefined ? { id } : { id, recipient });

/** Statements a look makes, and rows the server touches for it. */
async function costOf(id: number, recipient?: number): Promise<{ statements: number; rows: number }> {
  const actor = await someone();
  return w.db.transaction(async (tx) => {
    const total = async (like: string) => {
      const [rows] = await tx.execute(sql`show session status where variable_name like ${like}`);
      return (rows as unknown as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
    };
    const before = [await total("Com_select"), await total("Handler_read%")] as const;
    const rt = { ...w.rt, db: tx as unknown as Db, clock: async () => new Date() };
    await xrayMessage(rt, actor, recipient === undefined ? { id } : { id, recipient });
    return { statements: (await total("Com_select")) - before[0], rows: (await total("Handler_read%")) - before[1] };
  });
}

test("a foreign message, an absent one, and a row of another message are the same: nothing", async () => {
  const { messageId, recipient } = await accepted(w);
  const other = await accepted(w);
  const stranger = plantUser(w.db, await plantOrg(w.db, "hq", null));
  for (const asked of [
    () => look(messageId, undefined, stranger),
    () => look(messageId, recipient, stranger),
    () => look(other.messageId + 9),
    () => look(messageId, other.recipient),
    () => look(messageId, recipient + 999),
  ])
    expect(await codeOf(asked())).toBe("not_found");
  expect((await look(messageId, recipient, someone("viewer"))).subject).toEqual({
    kind: "phone",
    id: messageId,
    recipient,
  });
});

test("whoever may not do it is told what would help, and that it isn't theirs to do", async () => {
  const { messageId, recipient } = await accepted(w);
  await w.db.update(tenants).set({ messagingIsActive: false });
  await w.serve();
  await alive(w);
  const place = { id: "turn_messaging_on", target: { kind: "tenant", id: w.payer.id } };
  expect((await look(messageId, recipient)).fix).toMatchObject({ ...place, may: true });
  expect((await look(messageId, recipient, someone("operator"))).fix).toMatchObject({ ...place, may: false });
});

test("of the payer's key only its end is shown, and only to those who have a say in it", async () => {
  await w.db.update(tenants).set({ solapiKeyHint: "K2Q8" });
  await simulate(w.url, "PATCH", `accounts/${w.payer.accountId}`, { senders: [] });
  const branch = await plantOrg(w.db, "branch", w.payer.org);
  const { messageId, batchId } = await plantMessage(w.db, w.rt.env, { ...w.payer, org: branch });
  await w.serve();
  await alive(w);
  const [row] = await rowsOf(w.db, batchId);
  const spender = await look(messageId, row!.id, plantUser(w.db, branch, "admin"));
  expect(spender.fix).toMatchObject({ id: "register_sender", may: false });
  expect(spender.steps.map(({ event }) => event)).toContain("key_own");
  expect(JSON.stringify(spender)).not.toContain("K2Q8");
  const step = (await look(messageId, row!.id)).steps.find(({ event }) => event === "key_own_ending");
  expect(step).toMatchObject({ values: { ending: "K2Q8" }, ok: true });
});

test("a whole message tells whom it reached and whom not, those who need somebody first", async () => {
  const recipients = ["1111", "2222", "3047", "3047", "3043", "0000"].map((end) => ({ phone: someNumber(end) }));
  const { messageId } = await accept(w, { recipients: [...recipients, { phone: "010" }] });
  await w.serve();
  await w.pass(11_000);
  await w.poll();
  await alive(w);
  const { subject, verdict, groups, known, unknown, steps } = await look(messageId);
  expect(subject).toEqual({ kind: "phone", id: messageId, recipient: null });
  expect(groups.map(({ standing, cause, code, count }) => [standing, cause, code, count])).toEqual([
    ["ended", "recipient_refuses", "3047", 2],
    ["ended", "carrier_failed", "3043", 1],
    ["ended", "phone_unusable", null, 1],
    ["sent", null, null, 1],
    ["delivered", null, "4000", 2],
  ]);
  expect(verdict).toMatchObject({ layer: "provider", cause: "recipient_refuses", fix: "ask_recipient", code: "3047" });
  for (const { sample, standing, cause } of groups)
    expect((await look(messageId, sample!)).verdict).toMatchObject({ standing, cause });
  // What is certain of everybody, and what isn't of somebody.
  expect([known, unknown]).toEqual([["everyone_recorded"], ["has_it_arrived"]]);
  expect(steps.length).toBeGreaterThan(5);
});

test("whoever was sent to again counts once, and any of their rows leads to the one that stands", async () => {
  const body = { ...(await talk(w)), message_mode: "both" as const };
  const { messageId, rows } = await accept(w, { ...body, recipients: [{ phone: someNumber("3104"), name: "이봄" }] });
  await w.serve();
  await w.pass(11_000);
  await w.poll();
  await alive(w);
  const found = await look(messageId, rows[0]!.id);
  expect(found.subject.recipient).toBeGreaterThan(rows[0]!.id);
  expect(found.verdict).toMatchObject({ standing: "waiting", cause: null });
  expect(found.steps.map(({ event, code }) => [event, code])).toContainEqual(["earlier_leg", "3104"]);
  expect((await look(messageId)).groups).toMatchObject([{ standing: "waiting", count: 1 }]);
});

test("an old message nobody kept rows of says so, and guesses nothing", async () => {
  await bringIn(w.rt, messageFile([{ id: 7, numbers: [oldNumber(1), oldNumber(2)] }]), { fileName: "messages.json" });
  const [message] = await w.db.select().from(messages);
  const { verdict, groups, known, unknown, fix, steps, spans } = await look(message!.id);
  expect(verdict).toEqual({ layer: null, cause: null, fix: null, standing: "unrecorded", code: null });
  expect(groups).toEqual([{ standing: "unrecorded", layer: null, cause: null, code: null, count: 2, sample: null }]);
  expect([known, fix, spans]).toEqual([[], null, []]);
  expect(unknown).toEqual(["what_happened_then", "who_was_meant"]);
  expect(steps.map(({ event }) => event)).toEqual(["imported", "no_row", "no_trail"]);
});

test("one recipient costs the same among three as among thousands, and a whole message a walk along its rows", async () => {
  const few = await plantMessage(w.db, w.rt.env, w.payer, { count: 3 });
  const many = await plantMessage(w.db, w.rt.env, w.payer, { count: 3_000 });
  await w.serve();
  await alive(w);
  await w.db.execute(sql`analyze table message_logs, delivery_events, send_batches`);
  const [one, oneOfMany] = [await costOf(few.messageId, few.rowIds[1]), await costOf(many.messageId, many.rowIds[1])];
  expect(oneOfMany.statements).toBe(one.statements);
  expect(one.statements).toBeLessThanOrEqual(12);
  expect(oneOfMany.rows).toBeLessThanOrEqual(one.rows + 10);
  const all = await costOf(many.messageId);
  expect(all.statements).toBeLessThanOrEqual(14);
  expect(all.rows).toBeLessThanOrEqual(2 * 3_000 + 500);
});

test("every look steps into its index", async () => {
  const { messageId, batchId, rowIds } = await plantMessage(w.db, w.rt.env, w.payer, { count: 500 });
  for (let n = 0; n < 200; n++)
    await w.db.execute(sql`insert into delivery_events (subject_kind, subject_id, layer, event, at)
      values ('batch', ${batchId}, 'worker', 'held', now(3)), ('batch', ${batchId + 1_000 + n}, 'queue', 'queued', now(3))`);
  await w.db.execute(sql`analyze table message_logs, delivery_events, send_batches, credit_ledger`);
  const trail = trailWalks([
    { kind: "batch", id: batchId },
    { kind: "message_log", id: rowIds[0]! },
  ]);
  const ahead = batchesAhead({ id: batchId, availableAt: new Date("2100-01-01T00:00:00Z") });
  for (const [statement, table, key, rows] of [
    [recipientGroups(messageId, false), "message_logs", "ix_message_logs_message_id", 2 * 500 + 100],
    [recipientGroups(messageId, true), "message_logs", "ix_message_logs_message_id", 6 * 500 + 100],
    [trail, "delivery_events", "ix_events_subject", 900],
    [creditOfBatch(batchId), "credit_ledger", "ix_ledger_batch", 20],
    [ahead, "send_batches", "ix_batches_available", 20],
  ] as const) {
    const plans = (await explain(w.db, statement)).filter((plan) => plan.table === table);
    expect(plans.map((plan) => plan.key)).toEqual(plans.map(() => key));
    expect(plans.length).toBeGreaterThan(0);
    expect(await rowsRead(w.db, statement)).toBeLessThanOrEqual(rows);
  }
});

test("nothing of who it is leaves: no number, name, text or secret", async () => {
  const { messageId, recipient } = await accepted(w, { raw_body: "비밀스러운 안내" });
  await w.serve();
  await w.db.update(messageLogs).set({ failureReason: "010-0000-1111" }).where(eq(messageLogs.id, recipient));
  const told = JSON.stringify([await look(messageId, recipient), await look(messageId)]);
  expect(told).not.toMatch(/010\d{7}|010-\d|이봄|비밀|TESTSECRET|NCST/);
});
