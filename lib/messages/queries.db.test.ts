import { and, eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { images } from "@/db/schema/images";
import { messageLogs, messages, sendBatches } from "@/db/schema/messages";
import { scopeOf } from "@/lib/access/scope";
import { isUsed } from "@/lib/images/queries";
import { messageRows, numberOf, orderOf, plantMessageWorld, plantTenant } from "@/scripts/testing/message-rig";
import { explain } from "@/scripts/testing/read-plan";
import { codeOf, testRig } from "@/scripts/testing/test-rig";
import { MessageFilter, NotificationFilter, RecipientFilter } from "./list-schema";
import { listNotifications, notificationIds } from "./notification-queries";
import { getMessage, headsOf, listMessages, messageWalks } from "./queries";
import { listRecipients, recipientIds } from "./recipient-queries";
import { sendMessage } from "./send-message";
import { CANCEL_REQUESTED } from "./status";

const rig = testRig(plantMessageWorld, messageRows);
const send = async (body: Parameters<typeof orderOf>[0], actor = rig.w.operator) => {
  rig.now = new Date(rig.now.getTime() + 1000);
  return (await sendMessage(rig.rt, actor, orderOf(body))).message_id;
};
const to = (...ns: number[]) => ({ recipients: ns.map((n) => ({ phone: numberOf(n), name: `홍길${n}` })) });
const list = async (query: Record<string, string> = {}, actor = rig.w.operator) =>
  listMessages(rig.db, scopeOf(actor), rig.rt.env.LOOKUP_KEY, MessageFilter.parse(query));
const idsOf = async (query?: Record<string, string>, actor?: typeof rig.w.operator) =>
  (await list(query, actor)).items.map(({ id }) => id);

test("a list is the newest of all one may see, page by page, by status, text, number, day and test", async () => {
  await plantTenant(rig.db, rig.w.foreign);
  const one = await send(to(1));
  const two = await send({ ...to(2), raw_body: "귤이 100% 싸요", is_test: true });
  const foreign = await send(to(3), rig.w.stranger);
  const four = await send({ recipients: [...to(1).recipients, { phone: "010" }] });
  await rig.db.update(messages).set({ status: "failed" }).where(eq(messages.id, four));
  expect(await idsOf()).toEqual([four, two, one]);
  expect(await idsOf({}, rig.w.admin)).toEqual([four, foreign, two, one]);
  expect(await idsOf({ orgId: String(rig.w.foreign.id) }, rig.w.admin)).toEqual([foreign]);
  expect(await idsOf({ orgId: String(rig.w.foreign.id) })).toEqual([]);
  expect(await idsOf({ status: "failed,sending" })).toEqual([four]);
  expect(await idsOf({ q: "100%" })).toEqual([two]);
  expect(await idsOf({ q: "010-0000-0009" })).toEqual([]);
  expect(await idsOf({ q: "010-0000-0001" })).toEqual([four, one]);
  expect(await idsOf({ test: "true" })).toEqual([two]);
  expect(await idsOf({ to: "2026-11-19" })).toEqual([]);
  const page = await list({ limit: "2" });
  expect(await idsOf({ limit: "2", cursor: page.nextCursor! })).toEqual([one]);
  const message = await getMessage(rig.db, scopeOf(rig.w.operator), two);
  expect(message).toMatchObject({ isTest: true, counts: { queued: 1 }, requestedBy: { id: rig.w.operator.userId } });
  expect(message).not.toHaveProperty("recipientNumbers");
  expect(message.amounts.reserved).toBe("9.90");
  expect(await codeOf(getMessage(rig.db, scopeOf(rig.w.operator), foreign))).toBe("not_found");
});

test("a list says what is held and why; what is only wanted back isn't held", async () => {
  const ids = [await send(to(1)), await send(to(2)), await send(to(3))] as const;
  const hold = (id: number, heldReason: string) =>
    rig.db.update(sendBatches).set({ phase: "held", heldReason }).where(eq(sendBatches.messageId, id));
  await hold(ids[0], "auth_failed");
  await hold(ids[1], CANCEL_REQUESTED);
  const { items } = await list();
  expect(items.map(({ id, heldReason }) => [id, heldReason])).toEqual([
    [ids[2], null],
    [ids[1], null],
    [ids[0], "auth_failed"],
  ]);
});

test("recipients are masked, in order, and found by name, four digits and a whole number", async () => {
  const id = await send({ recipients: [...to(11, 12, 13).recipients, { phone: "02-000-0000", name: "집" }] });
  const page = async (query: Record<string, string>, actor = rig.w.operator) =>
    listRecipients(rig.db, scopeOf(actor), rig.rt.env.LOOKUP_KEY, RecipientFilter.parse({ id, ...query }));
  const all = await page({});
  expect(all.items.map(({ name, phone, status }) => [name, phone, status])).toEqual([
    ["홍**1", "010-****-0011", "queued"],
    ["홍**2", "010-****-0012", "queued"],
    ["홍**3", "010-****-0013", "queued"],
    ["집", null, "skipped"],
  ]);
  const names = async (query: Record<string, string>) => (await page(query)).items.map(({ ordinal }) => ordinal);
  expect(await names({ status: "skipped,failed" })).toEqual([3]);
  expect(await names({ q: "0012" })).toEqual([1]);
  expect(await names({ q: numberOf(13) })).toEqual([2]);
  expect(await names({ q: "길11" })).toEqual([0]);
  const first = await page({ limit: "3" });
  expect(await names({ limit: "3", cursor: first.nextCursor! })).toEqual([3]);
  expect(await codeOf(page({}, rig.w.stranger))).toBe("not_found");
});

test("recent sends tell success, cost and reason, each to those who may see the message", async () => {
  await send({ recipients: [...to(1).recipients, { phone: "02-000-0000" }] });
  await rig.db.update(messageLogs).set({ status: "delivered" }).where(eq(messageLogs.status, "queued"));
  const { items } = await listNotifications(rig.db, rig.w.operator, NotificationFilter.parse({}));
  expect(items.map(({ success, amountDeducted, failureReason }) => [success, amountDeducted, failureReason])).toEqual([
    [false, "0.00", "phone_landline"],
    [true, "9.90", null],
  ]);
  expect((await listNotifications(rig.db, rig.w.stranger, NotificationFilter.parse({}))).items).toEqual([]);
  const foreign = NotificationFilter.parse({ tenantId: String(rig.w.tenant.id) });
  expect(await codeOf(listNotifications(rig.db, rig.w.stranger, foreign))).toBe("not_found");
});

test("the recent sends come by message, newest first, each row once, whatever the page holds", async () => {
  const sent: number[] = [];
  for (const people of [to(1, 2, 3), to(4), to(5, 6)]) sent.push(await send(people));
  await send(to(7), rig.w.admin).catch(() => undefined);
  const all = await rig.db.select().from(messageLogs).orderBy(messageLogs.id);
  const wanted = [...sent].reverse().flatMap((id) =>
    all
      .filter((row) => row.messageId === id)
      .map((row) => row.id)
      .reverse(),
  );
  expect(wanted).toHaveLength(6);
  for (const limit of ["1", "2", "4", "6", "200"]) {
    const seen: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = NotificationFilter.parse({ limit, ...(cursor && { cursor }) });
      const page = await listNotifications(rig.db, rig.w.operator, query);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(wanted);
  }
});

test("the recent sends can be those that did not go: each once, newest first, past messages that have none", async () => {
  const one = await send({ recipients: [...to(1).recipients, { phone: "02-000-0000" }] });
  for (const n of [2, 3, 4]) await send(to(n));
  const five = await send({ recipients: [{ phone: "010" }, ...to(5, 6).recipients, { phone: "02-000-0001" }] });
  const ofFive = eq(messageLogs.messageId, five);
  const failed = (await rig.db.select().from(messageLogs).where(ofFive).orderBy(messageLogs.id)).at(-2)!;
  await rig.db.update(messageLogs).set({ status: "failed" }).where(eq(messageLogs.id, failed.id));
  const rows = await rig.db.select().from(messageLogs).orderBy(messageLogs.id);
  const wanted = [five, one].flatMap((id) =>
    rows
      .filter((row) => row.messageId === id && row.status !== "queued")
      .map((row) => row.id)
      .reverse(),
  );
  expect(wanted).toHaveLength(4);
  for (const limit of ["1", "3", "200"]) {
    const seen: number[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const query = NotificationFilter.parse({ limit, status: "failed,skipped", ...(cursor && { cursor }) });
      const page = await listNotifications(rig.db, rig.w.operator, query);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(wanted);
  }
  expect(NotificationFilter.safeParse({ status: "lost" }).success).toBe(false);
});

test("pages walk an index and sort no table", async () => {
  const id = await send(to(1, 2, 3));
  const orgs = [rig.w.branch.id, rig.w.agency.id];
  const plans: [string, ReturnType<typeof headsOf>][] = [
    ["ix_messages_org", headsOf(messageWalks(orgs, {}), 51)],
    ["ix_messages_org_status", headsOf(messageWalks(orgs, { status: ["queued", "sent"] }), 51)],
    ["ix_message_logs_message_id", recipientIds(id, undefined, undefined, 51)],
    ["ix_message_logs_message", recipientIds(id, ["queued", "failed"], undefined, 51)],
    ["ix_message_logs_message_id", notificationIds([{ id }], undefined, undefined, 51)],
    ["ix_message_logs_message", notificationIds([{ id }], ["failed", "skipped"], undefined, 51)],
  ];
  for (const [index, statement] of plans) {
    const walks = (await explain(rig.db, statement)).filter(({ key }) => key !== null);
    expect(walks.length, index).toBeGreaterThan(0);
    for (const walk of walks) {
      expect(walk.key).toBe(index);
      expect(walk.Extra ?? "", index).not.toMatch(/filesort|temporary/i);
    }
  }
});

test("a picture of a message is in use for ever", async () => {
  const at = rig.now;
  const values = {
    orgId: rig.w.branch.id,
    objectKey: "img/a.jpg",
    mime: "image/jpeg" as const,
    bytes: 1,
    createdAt: at,
  };
  await rig.db.insert(images).values({ ...values, originalName: "a.jpg", status: "ready" });
  const used = () =>
    rig.db
      .select({ id: images.id })
      .from(images)
      .where(and(eq(images.status, "ready"), isUsed(rig.db)));
  expect(await used()).toHaveLength(0);
  await send(to(1));
  await rig.db.update(messages).set({ imageKey: sql`'img/a.jpg'` });
  expect(await used()).toHaveLength(1);
});
