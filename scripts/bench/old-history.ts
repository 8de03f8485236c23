import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { plantOrg } from "@/db/testing/plant";
import { plantTenant } from "@/db/testing/plant-tenants";
import { enterAllRollups } from "@/lib/messages/roll-up";
import { plantNumbers } from "./worlds";

/** Recipients of one message. */
export const PER_MESSAGE = 1_000;
/** Of ten thousand recipients so many had a row in the old system: 23.66 %. */
const PRESENT = 2_366;
const CHUNK = 100_000;
const BRANCHES = 40;
const DAYS = 365;

export const keyOf = (n: string) => sql.raw(`unhex(sha2(${n}, 256))`);

/**
 * The history of an old system: `count` recipients in messages of a thousand, of 40 branches over a year.
 * @param logged whether those who were in the log have their rows; else nobody has one
 */
export async function plantOldHistory(db: Db, count: number, logged: boolean): Promise<{ tenantId: number }> {
  const hq = await plantOrg(db, "hq", null);
  const tenant = await plantTenant(db, hq);
  const branches = [];
  for (let i = 0; i < BRANCHES; i++) branches.push((await plantOrg(db, "branch", hq)).id);
  await plantNumbers(db, count);
  const messages = Math.ceil(count / PER_MESSAGE);
  await db.execute(sql`insert into messages (id, tenant_id, org_id, message_mode, raw_body, sender, recipient_count, expected_count, listed_count,
      recorded_count, sent_count, gap, status, origin, import_source, legacy_id, created_at, sent_at, completed_at)
    select n + 1, ${tenant.id}, ${branches[0]} + n mod ${BRANCHES}, 'sms', '옛 안내', '0200000000', ${PER_MESSAGE}, ${PER_MESSAGE}, ${PER_MESSAGE},
      0, 0, 'missing', 'sent', 'imported', 'legacy', n, at, at, at
    from (select n, timestampadd(day, -(n mod ${DAYS}), '2026-03-01 01:00:00') as at from numbers where n < ${messages}) t`);
  for (let from = 0; from < count; from += CHUNK) {
    const part = sql`from numbers where n >= ${from} and n < ${Math.min(count, from + CHUNK)}`;
    await db.execute(sql`insert into message_recipients (message_id, recipient_key, ordinal, phone_last4, source)
      select n div ${PER_MESSAGE} + 1, ${keyOf("n")}, n mod ${PER_MESSAGE}, '0000', 'import' ${part}`);
    if (logged)
      await db.execute(sql`insert into message_logs (message_id, tenant_id, recipient_key, ordinal, phone_last4, channel, sender, status, source, created_at)
        select n div ${PER_MESSAGE} + 1, ${tenant.id}, ${keyOf("n")}, n mod ${PER_MESSAGE}, '0000', 'sms', '0200000000', 'sent', 'import', '2026-03-01 01:00:00'
        ${part} and n * 7919 mod 10000 < ${PRESENT}`);
  }
  await db.execute(sql`update messages m join (select message_id, count(*) as c from message_logs group by message_id) l on l.message_id = m.id
    set m.recorded_count = l.c, m.sent_count = l.c, m.gap = 'partial'`);
  await enterAllRollups(db);
  for (const table of ["messages", "message_recipients", "message_logs", "coverage_rollups"])
    await db.execute(sql.raw(`analyze table ${table}`));
  return { tenantId: tenant.id };
}
