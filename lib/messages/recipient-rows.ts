/** One recipient as it was pasted or read from a file; the number as it was typed. */
export type RecipientRow = { phone: string; name?: string; variables?: Record<string, string> };

export type ReadRows = {
  rows: RecipientRow[];
  /** Columns that fill the blanks of a text, by their heading. */
  columns: string[];
};

const PHONE_HEADING = /번호|휴대|전화|연락처|핸드폰|phone|mobile|tel/i;
const NAME_HEADING = /이름|성함|성명|고객명|받는|name/i;
/** Shorter is no number anybody meant as one: an age, a price, a flat. */
const LEAST_DIGITS = 7;

const digitsOf = (cell: string): number => cell.replace(/\D/g, "").length;
/** Digits and what people write between them, nothing else. */
const looksDialled = (cell: string): boolean =>
  digitsOf(cell) >= LEAST_DIGITS && /^[+\d\s().\-‐-―−ー０-９]+$/u.test(cell.trim());

/**
 * Recipients out of a grid of cells: a first line of headings is recognised; the number's column is the one so headed,
 * else the one with most numbers. Cells are data whatever they begin with: nothing is ever computed.
 */
export function rowsOfGrid(grid: readonly (readonly string[])[]): ReadRows {
  const lines = grid.map((line) => line.map((cell) => cell.trim())).filter((line) => line.some((cell) => cell !== ""));
  const first = lines[0];
  if (!first) return { rows: [], columns: [] };
  const isHeading =
    !first.some(looksDialled) && first.some((cell) => PHONE_HEADING.test(cell) || NAME_HEADING.test(cell));
  const headings = isHeading ? first : [];
  const body = isHeading ? lines.slice(1) : lines;
  const width = Math.max(...lines.map((line) => line.length));
  const phoneAt = columnOf(headings, PHONE_HEADING) ?? mostDialled(body, width);
  const nameAt = columnOf(headings, NAME_HEADING, phoneAt) ?? (isHeading ? null : otherColumn(body, width, phoneAt));
  const extra = headings.flatMap((heading, at) =>
    heading === "" || at === phoneAt || at === nameAt ? [] : [{ heading: heading.normalize("NFC"), at }],
  );
  const rows = body.map((line): RecipientRow => {
    const name = nameAt === null ? "" : (line[nameAt] ?? "");
    const variables = Object.fromEntries(extra.map(({ heading, at }) => [heading, line[at] ?? ""]));
    return {
      phone: line[phoneAt] ?? "",
      ...(name !== "" && { name: name.normalize("NFC").slice(0, 60) }),
      ...(extra.length > 0 && { variables }),
    };
  });
  return { rows, columns: extra.map(({ heading }) => heading) };
}

/** Recipients out of what somebody pasted: cells of a spreadsheet, lines of a list, or numbers one after another. */
export function rowsOfPaste(text: string): ReadRows {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const isSheet = lines.some((line) => line.includes("\t"));
  const cut = (line: string) => line.split(isSheet ? "\t" : /[,;，；]/);
  const grid = lines.flatMap((line): string[][] => {
    const cells = cut(line);
    const numbers = cells.filter((cell) => cell.trim() !== "");
    // Numbers side by side are so many people, not one person with many columns.
    return numbers.length > 1 && numbers.every(looksDialled) ? numbers.map((cell) => [cell]) : [cells];
  });
  return rowsOfGrid(grid);
}

function columnOf(headings: readonly string[], pattern: RegExp, except?: number): number | null {
  const at = headings.findIndex((heading, i) => i !== except && pattern.test(heading));
  return at < 0 ? null : at;
}

function mostDialled(lines: readonly (readonly string[])[], width: number): number {
  const counts = Array.from({ length: width }, (_, at) => lines.filter((line) => looksDialled(line[at] ?? "")).length);
  return counts.indexOf(Math.max(...counts));
}

/** The first column beside the numbers that holds words: people's names, most likely. */
function otherColumn(lines: readonly (readonly string[])[], width: number, phoneAt: number): number | null {
  for (let at = 0; at < width; at++)
    if (at !== phoneAt && lines.some((line) => /\p{L}/u.test(line[at] ?? ""))) return at;
  return null;
}
