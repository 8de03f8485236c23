import type { ImportField } from "@/lib/customers/import-columns";
import type { ReadColumns } from "@/lib/customers/read-columns";
import { postFile } from "./send-file";

/** What a person said of a file's columns; it goes with the file as often as it is sent. */
export type Mapping = { fields: readonly (ImportField | null)[]; hasHead: boolean };

export const neededFields = ["name", "phone"] as const satisfies readonly ImportField[];

/** As the API takes it. */
export const mappingQuery = ({ fields, hasHead }: Mapping): string =>
  `&columns=${fields.map((field) => field ?? "").join(",")}${hasHead ? "" : "&head=0"}`;

/** What still keeps a mapping from being used. */
export function mappingProblems(fields: Mapping["fields"]): { missing: ImportField[]; twice: ImportField[] } {
  const chosen = fields.filter((field) => field !== null);
  return {
    missing: neededFields.filter((field) => !chosen.includes(field)),
    twice: [...new Set(chosen.filter((field, i) => chosen.indexOf(field) !== i))],
  };
}

/** So much of a file is enough to see its columns; a sheet can't be cut. */
const BEGINNING = 256 * 1024;
const LINE_FEED = 10;

/** The file's first lines as the server reads them. @throws ApiError */
export async function columnsOfFile(file: File): Promise<ReadColumns> {
  return postFile<ReadColumns>("/api/customers/import/columns", await beginningOf(file), file.name);
}

async function beginningOf(file: File): Promise<Blob> {
  if (file.size <= BEGINNING || /\.xlsx$/i.test(file.name)) return file;
  const bytes = new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer());
  const end = bytes.lastIndexOf(LINE_FEED);
  return end < 0 ? file : file.slice(0, end + 1);
}

/** The letter a spreadsheet gives a column: A … Z, AA … */
export const letterOf = (i: number): string =>
  i < 26 ? String.fromCharCode(65 + i) : letterOf(Math.floor(i / 26) - 1) + String.fromCharCode(65 + (i % 26));
