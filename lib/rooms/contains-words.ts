import "server-only";
import { or, type SQL, sql } from "drizzle-orm";
import type { MySqlColumn } from "drizzle-orm/mysql-core";

/**
 * True where a name or a code contains the words, `%` and `_` taken literally. Codes are ASCII columns, which the
 * server won't compare with Korean words at all.
 */
export function containsWords(words: string, name: MySqlColumn, code: MySqlColumn): SQL | undefined {
  const pattern = `%${words.replace(/[\\%_]/g, "\\$&")}%`;
  const isAscii = /^[\x20-\x7e]*$/.test(words);
  return or(sql`${name} like ${pattern}`, isAscii ? sql`${code} like ${pattern}` : undefined);
}
