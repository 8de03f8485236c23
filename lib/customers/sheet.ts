/** A line of a file that holds anything: its number as an editor counts, and its cells as text. */
export type SheetRow = { line: number; cells: readonly string[] };
