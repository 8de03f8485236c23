import "server-only";
import type { Actor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { columnsOf, guessColumns, type ImportField } from "./import-columns";
import type { SheetRow } from "./sheet";
import { withoutNumbers } from "./without-numbers";

/** Lines below the first that are shown beside a column. */
const SAMPLES = 3;
const SAMPLE_CHARS = 40;

export type ReadColumns = {
  /** `title` is the cell of the first line, whether it is a title or not; numbers show their last four digits. */
  columns: { title: string; field: ImportField | null; samples: string[] }[];
  /** False where the first line looks like a person rather than titles. */
  hasHead: boolean;
};

/**
 * The columns of a file with what they seem to hold, for a person to say better. Only its beginning is looked at, so a
 * file that was cut after a line is fine; nothing is stored.
 * @throws AppError forbidden; invalid at `file` where it can't be read
 */
export async function readColumns(actor: Actor, rows: AsyncIterator<SheetRow>): Promise<ReadColumns> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const lines: string[][] = [];
  // To its end: an answer before the body is over would never be heard.
  for (let next = await rows.next(); !next.done; next = await rows.next())
    if (lines.length <= SAMPLES) lines.push([...next.value.cells]);
  const [first, ...rest] = lines;
  if (!first) throw invalid("file", "importEmpty");
  const width = Math.max(...lines.map((cells) => cells.length));
  const titles = Array.from({ length: width }, (_, i) => first[i] ?? "");
  const { at } = guessColumns(titles);
  const hasHead = Object.keys(at).length > 0 || !first.some(isMobile);
  const below = hasHead ? rest : lines;
  if (at.phone === undefined) {
    const phoneAt = titles.findIndex((_, i) => !isTaken(at, i) && below.some((cells) => isMobile(cells[i] ?? "")));
    if (phoneAt >= 0) at.phone = phoneAt;
  }
  if (at.name === undefined) {
    const nameAt = titles.findIndex((_, i) => !isTaken(at, i) && below.some((cells) => isWord(cells[i] ?? "")));
    if (nameAt >= 0 && !hasHead) at.name = nameAt;
  }
  const columns = columnsOf(titles, at).map(({ title, field }, i) => ({
    title: cut(title),
    field,
    samples: rest.map((cells) => cut(withoutNumbers((cells[i] ?? "").trim()))),
  }));
  return { columns, hasHead };
}

const cut = (text: string): string => [...text].slice(0, SAMPLE_CHARS).join("");
const isTaken = (at: Partial<Record<ImportField, number>>, i: number) => Object.values(at).includes(i);
/** Also without the first zero, which spreadsheets take away. */
const isMobile = (cell: string): boolean =>
  normaliseKoreanNumber(cell).kind === "mobile" || normaliseKoreanNumber(`0${cell.trim()}`).kind === "mobile";
const isWord = (cell: string): boolean => /^\p{L}[\p{L}\s]*$/u.test(cell.trim());
