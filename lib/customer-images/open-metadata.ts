import "server-only";
import { decodeText } from "@/lib/customers/decode-text";
import { peekBytes } from "@/lib/customers/peek-bytes";
import { readCsv } from "@/lib/customers/read-csv";
import { splitJson } from "@/lib/customers/split-json";
import { invalid } from "@/lib/errors";
import { type MetadataField, metadataColumns, missingColumns } from "./metadata-columns";
import { type OldImage, type RefusedMetadata, readMetadata } from "./read-metadata";

/**
 * The rows of an old table of pictures while its file is read: JSON (a list, an object of lists, or an object a line) by its first
 * sign, anything else as CSV or TSV. Never more than one row is in hand.
 * @throws AppError invalid at `file`: importColumnsMissing, importEmpty, importBroken, importNotText
 */
export async function* openMetadata(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<OldImage | RefusedMetadata> {
  const { start, all } = await peekBytes(bytes);
  if (start.length === 0) throw invalid("file", "importEmpty");
  if (/^[\s\u00ef\u00bb\u00bf]*[[{]/.test(start.toString("latin1"))) return yield* fromJson(all);
  let at: Map<MetadataField, number> | null = null;
  for await (const { line, cells } of readCsv(all)) {
    const columns = at;
    if (columns) yield readMetadata(line, (field) => (columns.has(field) ? (cells[columns.get(field)!] ?? "") : ""));
    else at = columnsOf(cells);
  }
  if (!at) throw invalid("file", "importEmpty");
}

function columnsOf(titles: readonly string[]): Map<MetadataField, number> {
  const at = metadataColumns(titles);
  const missing = missingColumns(at);
  if (missing.length === 0) return at;
  throw invalid("file", "importColumnsMissing", {
    columns: missing.join(", "),
    found: titles.join(", ").slice(0, 300),
  });
}

async function* fromJson(all: AsyncIterable<Uint8Array>): AsyncGenerator<OldImage | RefusedMetadata> {
  const known = new Map<string, Map<MetadataField, number>>();
  try {
    for await (const { line, text } of splitJson(decodeText(all))) {
      const record = parsed(line, text);
      const titles = Object.keys(record);
      const columns = known.get(titles.join("\n")) ?? columnsOf(titles);
      known.set(titles.join("\n"), columns);
      yield readMetadata(line, (field) => {
        const value = record[titles[columns.get(field) ?? -1] ?? ""];
        return value === null || value === undefined ? "" : String(value);
      });
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw invalid("file", "importBroken", { line: Number(/line (\d+)/.exec(error.message)?.[1] ?? 1) });
  }
  if (known.size === 0) throw invalid("file", "importEmpty");
}

function parsed(line: number, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new SyntaxError(`an object of line ${line} isn't JSON`);
  }
}
