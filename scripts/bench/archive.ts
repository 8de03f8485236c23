import { sql } from "drizzle-orm";
import type { Db } from "@/db/client";
import { atLeast, type Finding, interleave } from "./measure";

const ROUNDS = 3;
const CHUNK = 5_000;
const MONTHS = ["2026-09-01", "2026-10-01", "2026-11-01"];

/**
 * Clearing a month of the trail away: partitions are dropped where there are any, else rows are deleted in chunks that
 * hold no lock for long. Both tables hold the same rows.
 */
export async function benchArchive(db: Db, perMonth: number): Promise<Finding> {
  const columns = sql`id bigint unsigned auto_increment, subject_kind varchar(20) not null, subject_id bigint unsigned not null,
    event varchar(60) not null, detail varchar(500), at datetime(3) not null, primary key (id, at), key ix_subject (subject_kind, subject_id, at), key ix_at (at)`;
  await db.execute(sql`create table events_plain (${columns})`);
  const months = MONTHS.map((until, i) => `partition m${i} values less than ('${until}')`).join(", ");
  await db.execute(
    sql`create table events_by_month (${columns}) partition by range columns(at) (${sql.raw(`${months}, partition rest values less than (maxvalue)`)})`,
  );
  // A row in each month and as many again that stay.
  for (const table of ["events_plain", "events_by_month"])
    for (const from of ["2026-08-01", "2026-09-01", "2026-10-01", "2026-11-01"])
      await db.execute(sql`insert into ${sql.identifier(table)} (subject_kind, subject_id, event, detail, at)
        select 'room_log', n, 'postponed', 'connect ECONNREFUSED', timestampadd(second, n mod 2500000, ${from}) from numbers where n < ${perMonth}`);
  const [deleted, dropped] = [[...MONTHS], MONTHS.map((_, i) => `m${i}`)];
  const [deleteMs, dropMs] = await interleave(
    ROUNDS,
    () => deleteBefore(db, deleted.shift() ?? ""),
    () => db.execute(sql`alter table events_by_month drop partition ${sql.identifier(dropped.shift() ?? "")}`),
    0,
  );
  const left = async (table: string) => {
    const [rows] = await db.execute(sql`select count(*) as left_over from ${sql.identifier(table)}`);
    return Number((rows as unknown as { left_over: number }[])[0]?.left_over);
  };
  if ((await left("events_plain")) !== perMonth || (await left("events_by_month")) !== perMonth)
    throw new Error("not the same rows are left");
  return atLeast(`${perMonth.toLocaleString("en")} old rows, DELETE → DROP PARTITION`, deleteMs, dropMs, 20, "ms");
}

async function deleteBefore(db: Db, until: string): Promise<void> {
  for (;;) {
    const [done] = await db.execute(sql`delete from events_plain where at < ${until} limit ${CHUNK}`);
    if ((done as unknown as { affectedRows: number }).affectedRows < CHUNK) return;
  }
}
