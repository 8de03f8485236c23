import { eq, sql } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Db } from "@/db/client";
import { messages } from "@/db/schema/messages";
import { scopeOf } from "@/lib/access/scope";
import { messageRows, numberOf, orderOf, plantMessageWorld } from "@/scripts/testing/message-rig";
import { testRig } from "@/scripts/testing/test-rig";
import { MessageFilter } from "./list-schema";
import { LOOKED_THROUGH, listMessages } from "./queries";
import { sendMessage } from "./send-message";

const rig = testRig(plantMessageWorld, messageRows);
const MANY = 4 * LOOKED_THROUGH;

test("looking for words reads so many messages a page and no more, and comes to the oldest in the end", async () => {
  const recipients = [{ phone: numberOf(1) }];
  const send = (raw_body: string) => sendMessage(rig.rt, rig.w.operator, orderOf({ recipients, raw_body }));
  const old = await send("끝단골에게");
  rig.now = new Date(rig.now.getTime() + 1_000);
  const { message_id } = await send("모두에게");
  for (let size = 1; size < MANY; size *= 2)
    await rig.db.execute(sql`insert into messages (tenant_id, org_id, message_mode, raw_body, sender, recipient_count, status, created_at)
      select tenant_id, org_id, message_mode, raw_body, sender, recipient_count, status, created_at + interval id second
      from messages where id >= ${message_id} limit ${Math.min(MANY - size, size)}`);
  await rig.db.execute(sql`analyze table messages`);
  expect(await rig.db.$count(messages)).toBeGreaterThan(MANY);
  const page = (query: object) =>
    rig.db.transaction(async (tx) => {
      const total = async () => {
        const [rows] = await tx.execute(sql`show session status like 'Handler_read%'`);
        return (rows as unknown as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
      };
      const before = await total();
      const [db, scope] = [tx as unknown as Db, scopeOf(rig.w.operator)];
      const found = await listMessages(db, scope, rig.rt.env.LOOKUP_KEY, MessageFilter.parse(query));
      return { ...found, rows: (await total()) - before };
    });
  const ids: number[] = [];
  let pages = 0;
  for (let cursor: string | null | undefined; cursor !== null; pages++) {
    const found = await page({ q: "끝단골", ...(cursor && { cursor }) });
    expect(found.rows).toBeLessThanOrEqual(2 * LOOKED_THROUGH + 1_000);
    ids.push(...found.items.map(({ id }) => id));
    cursor = found.nextCursor;
  }
  expect(ids).toEqual([old.message_id]);
  expect(pages).toBeGreaterThan(3);
  const { items, rows } = await page({ q: "모두에게" });
  expect(items).toHaveLength(50);
  expect(rows).toBeLessThanOrEqual(LOOKED_THROUGH + 1_000);
  expect(await rig.db.$count(messages, eq(messages.id, old.message_id))).toBe(1);
}, 60_000);
