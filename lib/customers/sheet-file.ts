import "server-only";
import writeExcel from "write-excel-file/node";
import { invalid } from "@/lib/errors";
import { BYTE_ORDER_MARK, csvLine } from "./csv-text";

/** An Excel file is made in memory as a whole, so it ends here; a CSV doesn't. */
const XLSX_MAX_ROWS = 50_000;

export type SheetFile = { body: ReadableStream<Uint8Array> | Buffer; name: string; type: string };

/**
 * Lines of text as a file for Excel; no cell is ever a formula.
 * @param name without its ending
 * @throws AppError invalid at `format` for more rows than an Excel file takes
 */
export async function sheetFile(
  format: "csv" | "xlsx",
  name: string,
  lines: AsyncGenerator<string[]>,
): Promise<SheetFile> {
  if (format === "csv") return { body: csvStream(lines), name: `${name}.csv`, type: "text/csv; charset=utf-8" };
  const rows: { value: string }[][] = [];
  for await (const cells of lines) {
    if (rows.length > XLSX_MAX_ROWS) throw invalid("format", "exportTooLong", { maximum: XLSX_MAX_ROWS });
    rows.push(cells.map((value) => ({ value, type: String })));
  }
  const body = await writeExcel(rows).toBuffer();
  return { body, name: `${name}.xlsx`, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
}

/** Lines are read as fast as they are taken: whoever stops listening stops the reading. */
function csvStream(lines: AsyncGenerator<string[]>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let isFirst = true;
  return new ReadableStream({
    async pull(controller) {
      let text = isFirst ? BYTE_ORDER_MARK : "";
      isFirst = false;
      for (let n = 0; n < 500; n++) {
        const next = await lines.next();
        if (next.done) {
          if (text) controller.enqueue(encoder.encode(text));
          controller.close();
          return;
        }
        text += csvLine(next.value);
      }
      controller.enqueue(encoder.encode(text));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}
