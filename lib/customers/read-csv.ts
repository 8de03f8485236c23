import "server-only";
import { pipeline, Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { AppError } from "@/lib/errors";
import { decodeText } from "./decode-text";
import type { SheetRow } from "./sheet";

/** No line of people is near this; a quotation mark left open would swallow the rest of the file. */
const PEOPLE_RECORD_CHARS = 65_536;
const DELIMITERS = [",", "\t", ";"];

/** The delimiter of the first line: the one it has most of, quoted parts left out. */
export function delimiterOf(text: string): string {
  const line = text.replace(/"[^"]*"/g, "").split(/[\r\n]/, 1)[0] ?? "";
  const counts = DELIMITERS.map((mark) => line.split(mark).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ",";
}

/**
 * The lines of a CSV or TSV file, whatever its alphabet and line ends, one after the other.
 * @param maxRecordChars longer than any honest line
 * @throws AppError invalid: importBroken, importNotText
 */
export async function* readCsv(
  bytes: AsyncIterable<Uint8Array>,
  maxRecordChars = PEOPLE_RECORD_CHARS,
): AsyncGenerator<SheetRow> {
  const texts = decodeText(bytes);
  let head = "";
  for (let next = await texts.next(); !next.done; next = await texts.next()) {
    head += next.value;
    if (/[\r\n]/.test(head) || head.length > PEOPLE_RECORD_CHARS) break;
  }
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(head),
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: maxRecordChars,
  });
  const all = async function* () {
    yield head;
    yield* texts;
  };
  // What goes wrong on the way comes out of the loop below.
  pipeline(Readable.from(all()), parser, () => undefined);
  let line = 1;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.some((cell) => cell.trim() !== "")) yield { line, cells };
      line += 1 + cells.reduce((breaks, cell) => breaks + breaksIn(cell), 0);
    }
  } catch (error) {
    // Lines read before the broken one may have been dropped with it, so the parser's own count says where it is.
    const at = error instanceof CsvError ? Number(error.lines) : Number.NaN;
    if (!(error instanceof CsvError)) throw error;
    const params = { line: Number.isSafeInteger(at) && at > 0 ? at : line };
    throw new AppError("invalid", { issues: [{ path: ["file"], message: "importBroken", params }] });
  }
}

const breaksIn = (cell: string): number => (/[\r\n]/.test(cell) ? (cell.match(/\r\n|[\r\n]/g)?.length ?? 0) : 0);
