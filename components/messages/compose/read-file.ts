import { type ReadRows, rowsOfGrid } from "@/lib/messages/recipient-rows";

export const MOST_FILE_BYTES = 20 * 1024 * 1024;
export const MOST_ROWS = 10_000;

export type FileProblem = "tooLarge" | "wrongType" | "unreadable" | "empty" | "tooMany";

/** Recipients of a CSV (UTF-8 or the EUC-KR of Korean spreadsheets) or xlsx file, read in the browser; null problem = fine. */
export async function readRecipientFile(file: File): Promise<{ found: ReadRows } | { problem: FileProblem }> {
  if (file.size > MOST_FILE_BYTES) return { problem: "tooLarge" };
  const isSheet = /\.xlsx$/i.test(file.name);
  if (!isSheet && !/\.(csv|tsv|txt)$/i.test(file.name)) return { problem: "wrongType" };
  try {
    const grid = isSheet ? await gridOfSheet(file) : await gridOfText(textOf(await file.arrayBuffer()));
    const found = rowsOfGrid(grid);
    if (found.rows.length === 0) return { problem: "empty" };
    return found.rows.length > MOST_ROWS ? { problem: "tooMany" } : { found };
  } catch {
    return { problem: "unreadable" };
  }
}

/** Spreadsheets made in Korea often save CSV in EUC-KR; what isn't UTF-8 is read as that. */
export function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("euc-kr").decode(bytes);
  }
}

async function gridOfText(text: string): Promise<string[][]> {
  const { parse } = await import("csv-parse/browser/esm/sync");
  const head = text.slice(0, 2_000);
  const delimiter = head.includes("\t") ? "\t" : head.includes(";") && !head.includes(",") ? ";" : ",";
  return parse(text, { bom: true, delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: true });
}

async function gridOfSheet(file: File): Promise<string[][]> {
  const { readSheet } = await import("read-excel-file/browser");
  const rows = await readSheet(file);
  return rows.map((row) => row.map((cell) => (cell === null ? "" : String(cell))));
}
