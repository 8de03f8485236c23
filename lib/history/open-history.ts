import "server-only";
import type { HistoryKind } from "@/db/enums";
import { decodeText } from "@/lib/customers/decode-text";
import { peekBytes } from "@/lib/customers/peek-bytes";
import { readCsv } from "@/lib/customers/read-csv";
import { readXlsx } from "@/lib/customers/read-xlsx";
import { type JsonPiece, splitJson } from "@/lib/customers/split-json";
import { XLSX_MAX_BYTES } from "@/lib/customers/upload-limits";
import { AppError, invalid } from "@/lib/errors";
import { type Columns, columnsOf } from "./columns";
import { type Bad, type OldLog, type OldMessage, readLog, readMessage } from "./read-record";

/** One record of an old system, in the order of its file. */
export type Old = { kind: "messages"; read: OldMessage | Bad } | { kind: "logs"; read: OldLog | Bad };

/** A message to a hundred thousand numbers is one line. */
const MOST_LINE_CHARS = 16 * 1_048_576;
const OLD_EXCEL = "d0cf11e0";

/**
 * The records of an old file while it is read: xlsx by its first bytes, JSON by its first sign, anything else as CSV or TSV. Only
 * an xlsx is in memory as a whole.
 * @param kind where the caller knows which table it is
 * @throws AppError invalid at `file`: historyColumns, importEmpty, importNotXlsx, importBroken, importNotText, importTooLarge
 */
export async function* openHistory(bytes: AsyncIterable<Uint8Array>, kind?: HistoryKind): AsyncGenerator<Old> {
  const { start, all } = await peekBytes(bytes);
  if (start.length === 0) throw invalid("file", "importEmpty");
  if (start.toString("hex", 0, 4) === OLD_EXCEL) throw invalid("file", "importNotXlsx");
  if (start.toString("latin1", 0, 2) === "PK") return yield* fromLines(readXlsx(await whole(all)), kind);
  if (/^[\s\u00ef\u00bb\u00bf]*[[{]/.test(start.toString("latin1"))) return yield* fromJson(all, kind);
  return yield* fromLines(readCsv(all, MOST_LINE_CHARS), kind);
}

async function whole(all: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of all) {
    bytes += piece.byteLength;
    if (bytes > XLSX_MAX_BYTES) throw invalid("file", "importTooLarge", { maximum: XLSX_MAX_BYTES / 1_048_576 });
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function* fromLines(
  rows: AsyncIterable<{ line: number; cells: readonly string[] }>,
  kind: HistoryKind | undefined,
): AsyncGenerator<Old> {
  let columns: Columns | null = null;
  for await (const { line, cells } of rows) {
    if (columns) yield read(columns, line, (at) => cells[at] ?? "");
    else columns = columnsOf(cells, kind);
  }
  if (!columns) throw invalid("file", "importEmpty");
}

async function* fromJson(all: AsyncIterable<Uint8Array>, kind: HistoryKind | undefined): AsyncGenerator<Old> {
  const known = new Map<string, Columns>();
  try {
    for await (const piece of splitJson(decodeText(all))) {
      const record = parsed(piece);
      const titles = Object.keys(record);
      const place = `${piece.list ?? ""}/${titles.join()}`;
      const columns = known.get(place) ?? columnsOf(titles, kind ?? kindOfList(piece.list));
      known.set(place, columns);
      yield read(columns, piece.line, (at) => cellOf(record[titles[at] ?? ""]));
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const params = { line: Number(/line (\d+)/.exec(error.message)?.[1] ?? 1) };
    throw new AppError("invalid", { issues: [{ path: ["file"], message: "importBroken", params }] });
  }
  if (known.size === 0) throw invalid("file", "importEmpty");
}

function parsed({ line, text }: JsonPiece): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new SyntaxError(`an object of line ${line} isn't JSON`);
  }
}

const kindOfList = (list: string | null): HistoryKind | undefined =>
  list === null ? undefined : /log/i.test(list) ? "logs" : /message/i.test(list) ? "messages" : undefined;

const cellOf = (value: unknown): string =>
  value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

function read(columns: Columns, line: number, cell: (at: number) => string): Old {
  if (columns.kind === "messages") {
    const { at } = columns;
    return { kind: "messages", read: readMessage(line, (field) => (at.has(field) ? cell(at.get(field)!) : "")) };
  }
  const { at } = columns;
  return { kind: "logs", read: readLog(line, (field) => (at.has(field) ? cell(at.get(field)!) : "")) };
}
