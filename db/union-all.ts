import { type SQL, type SQLWrapper, sql } from "drizzle-orm";

/**
 * Statements side by side in one. The query builder's own `unionAll` nests them, and the server copies the rows of every
 * level into a table of their own.
 */
export const unionAllOf = (statements: readonly SQLWrapper[]): SQL =>
  sql.join(
    statements.map((statement) => sql`${statement}`),
    sql` union all `,
  );
