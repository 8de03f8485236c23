/** A cell that a spreadsheet would take for a formula begins with an apostrophe, which it shows as text (ASVS 1.2.9). */
const harmless = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell);

/** Before the first line: without it Excel takes UTF-8 for its own alphabet. */
export const BYTE_ORDER_MARK = "\ufeff";

/** One line of a CSV file, its end included. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(harmless(cell))).join(",")}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
