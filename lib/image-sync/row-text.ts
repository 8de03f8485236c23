import "server-only";
import { createHash } from "node:crypto";
import { customerImages } from "@/db/schema/customer-images";

export type ImageRowFull = typeof customerImages.$inferSelect;

const BYTES = ["nameKey", "pathKey", "sha256"] as const satisfies readonly (keyof ImageRowFull)[];
const INSTANTS = [
  "createdAt",
  "updatedAt",
  "deletedAt",
  "setAsideAt",
] as const satisfies readonly (keyof ImageRowFull)[];

/** A whole row as a text that is the same for the same row, every column in the order of the schema (C-65). */
export function textOfRow(row: ImageRowFull): string {
  const columns = Object.keys(customerImages).filter((name) => name in row) as (keyof ImageRowFull)[];
  return JSON.stringify(
    Object.fromEntries(
      columns.map((name) => {
        const value = row[name];
        return [
          name,
          Buffer.isBuffer(value) ? value.toString("hex") : value instanceof Date ? value.toISOString() : value,
        ];
      }),
    ),
  );
}

/** The row a text was made of. */
export function rowOfText(text: string): ImageRowFull {
  const row = JSON.parse(text);
  for (const name of BYTES) if (row[name] !== null) row[name] = Buffer.from(row[name], "hex");
  for (const name of INSTANTS) if (row[name] !== null) row[name] = new Date(row[name]);
  return row;
}

export const shaOfText = (text: string): Buffer => createHash("sha256").update(text).digest();
