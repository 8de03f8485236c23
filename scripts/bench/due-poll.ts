import { drizzle } from "drizzle-orm/mysql2";
import mysql from "mysql2/promise";
import { dueSchedules } from "@/lib/dispatch/materialise-due";
import { type Finding, interleave, percentile, ratio } from "./measure";
import { openWorlds, type World } from "./worlds";

const ROUNDS = 300;

/** G1: finding what is due costs the same however many schedules there are. */
export async function benchDuePoll(rows: number): Promise<Finding[]> {
  const { small, large, stop } = await openWorlds(rows);
  const poll = ({ db, now }: World) => dueSchedules(db, now);
  const [few, many] = await interleave(
    ROUNDS,
    () => poll(small),
    () => poll(large),
  );
  const due = (await poll(large)).length;
  const reads = await handlerReads(large);
  await stop();
  return [
    ratio(`due poll p50, 1,000 → ${rows.toLocaleString("en")} schedules`, percentile(few, 50), percentile(many, 50), 2),
    { what: `handler reads for ${due} due`, measured: String(reads), goal: `≤ ${due + 1}`, pass: reads <= due + 1 },
  ];
}

/** Index and row reads of one poll, as the server counts them. */
async function handlerReads(world: World): Promise<number> {
  const connection = await mysql.createConnection({ uri: world.url, timezone: "Z" });
  const db = drizzle({ client: connection, casing: "snake_case" });
  const count = async () => {
    const [rows] = await connection.query("show session status like 'Handler_read%'");
    return (rows as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
  };
  // Reading the status costs reads of its own on some servers: measured once empty, once around the poll.
  const [a, b] = [await count(), await count()];
  await dueSchedules(db, world.now);
  const c = await count();
  await connection.end();
  return c - b - (b - a);
}
