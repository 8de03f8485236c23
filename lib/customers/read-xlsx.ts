import "server-only";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";
import { readSheet } from "read-excel-file/node";
import { invalid } from "@/lib/errors";
import type { SheetRow } from "./sheet";

/** Unpacked, an honest sheet of 20 MB is below this; a bomb isn't. */
const MAX_UNPACKED_BYTES = 100 * 1_048_576;
const unpack = promisify<Buffer, { maxOutputLength: number }, Buffer>(inflateRaw);

const unreadable = () => invalid("file", "importNotXlsx");

/** Unpacks every entry once and throws it away, because sizes in a zip's directory are only what its maker says. */
async function refuseBomb(file: Buffer): Promise<void> {
  const end = file.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 22 > file.length) throw unreadable();
  let at = file.readUInt32LE(end + 16);
  let left = MAX_UNPACKED_BYTES;
  for (let n = file.readUInt16LE(end + 10); n > 0; n--) {
    if (at + 46 > file.length || file.readUInt32LE(at) !== 0x02014b50) throw unreadable();
    const [method, packed] = [file.readUInt16LE(at + 10), file.readUInt32LE(at + 20)];
    const [name, extra, comment] = [28, 30, 32].map((field) => file.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const local = file.readUInt32LE(at + 42);
    if (local + 30 > file.length) throw unreadable();
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
    const data = file.subarray(from, from + packed);
    left -= method === 0 ? data.length : (await unpack(data, { maxOutputLength: Math.max(1, left) })).length;
    if (left < 0) throw unreadable();
    at += 46 + name + extra + comment;
  }
}

const textOf = (cell: unknown): string => {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? "" : cell.toISOString().slice(0, 10);
  return cell === null || cell === undefined ? "" : String(cell);
};

/**
 * The lines of the first sheet. Formulas give what Excel had worked out; nothing is ever computed here.
 * @throws AppError invalid: importNotXlsx
 */
export async function* readXlsx(file: Buffer): AsyncGenerator<SheetRow> {
  let rows: unknown[][];
  try {
    await refuseBomb(file);
    rows = await readSheet(file);
  } catch {
    throw unreadable();
  }
  for (const [i, row] of rows.entries()) {
    const cells = row.map(textOf);
    if (cells.some((cell) => cell.trim() !== "")) yield { line: i + 1, cells };
  }
}
