import { type Column, getTableColumns } from "drizzle-orm";
import { CasingCache } from "drizzle-orm/casing";
import type { MySqlTable } from "drizzle-orm/mysql-core";

const casing = new CasingCache("snake_case");

/** A column as plain SQL names it. */
export const columnName = (column: Column): string => `\`${casing.getColumnCasing(column)}\``;

/** All columns of a table under the names the schema gives them. Booleans and JSON come as the driver reads them. */
export const columnList = (table: MySqlTable): string =>
  Object.entries(getTableColumns(table))
    .map(([name, column]) => `${columnName(column)} ${name}`)
    .join(", ");
