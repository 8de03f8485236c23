import "server-only";
import { columnList } from "@/db/column-list";
import { type PlainSql, parsedJson } from "@/db/plain-sql";
import { kbBots } from "@/db/schema/rooms";
import type { RunBot } from "./load-runs";

/** Bots as they stand now, by a condition on `kb_bots`. */
export async function loadBots(sql: PlainSql, where: string): Promise<RunBot[]> {
  const rows = await sql.rows<RunBot>(`select ${columnList(kbBots)} from kb_bots where ${where}`);
  return rows.map((row) => ({
    ...row,
    isSandbox: Boolean(row.isSandbox),
    lastHealth: parsedJson<RunBot["lastHealth"]>(row.lastHealth),
  }));
}
