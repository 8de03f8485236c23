import { type SQL, sql } from "drizzle-orm";
import type { Db } from "@/db/client";

type Plan = {
  table: string | null;
  type: string | null;
  key: string | null;
  Extra: string | null;
  select_type: string;
};

/** How the server means to read a statement, one row per table; MySQL 9 says it as a tree unless asked. */
export async function explain(db: Db, statement: SQL): Promise<Plan[]> {
  const [rows] = await db.execute(sql`explain format = traditional ${statement}`);
  return rows as unknown as Plan[];
}

/** How many rows the server really touched to answer a statement. */
export async function rowsRead(db: Db, statement: SQL): Promise<number> {
  return db.transaction(async (tx) => {
    const total = async () => {
      const [rows] = await tx.execute(sql`show session status like 'Handler_read%'`);
      return (rows as unknown as { Value: string }[]).reduce((sum, row) => sum + Number(row.Value), 0);
    };
    const before = await total();
    await tx.execute(statement);
    return (await total()) - before;
  });
}
