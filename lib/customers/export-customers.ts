import "server-only";
import writeExcel from "write-excel-file/node";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import { invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { kstDate } from "@/lib/time/kst";
import { audienceOf } from "./audience";
import { isMadeCode } from "./code";
import { BYTE_ORDER_MARK, csvLine } from "./csv-text";
import type { CustomerDto } from "./customer-dto";
import type { CustomerExport } from "./export-schema";
import { customersOf } from "./queries";
import { withoutNumbers } from "./without-numbers";

/** An Excel file is made in memory as a whole, so it ends here; a CSV doesn't. */
const XLSX_MAX_ROWS = 50_000;

export const exportColumns = [
  "name",
  "phone",
  "code",
  "org",
  "adConsent",
  "adConsentAt",
  "adConsentVia",
  "nightConsent",
  "optedOut",
  "memo",
] as const;
/** The titles and the two words of the reader's language. */
export type ExportWords = { title: (column: (typeof exportColumns)[number]) => string; yes: string; no: string };

/**
 * The customers a filter finds as a file, numbers masked, every cell text. Who asked for it, and with which filter, is
 * written down before the first line leaves.
 * @throws AppError invalid at `format` for more rows than an Excel file takes
 */
export async function exportCustomers(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { format, ...filter }: CustomerExport,
  words: ExportWords,
): Promise<{ body: ReadableStream<Uint8Array> | Buffer; name: string; type: string }> {
  const now = await rt.clock();
  const after = { format, filter: { ...filter, ...(filter.q && { q: withoutNumbers(filter.q) }) } };
  await writeAudit(rt.db, actor, now, { action: "customer.export", subject: "customers", after });
  const name = `customers-${kstDate(now)}.${format}`;
  const lines = linesOf(rt, actor, filter, words);
  if (format === "csv") return { body: csvStream(lines), name, type: "text/csv; charset=utf-8" };
  const rows: { value: string }[][] = [];
  for await (const cells of lines) {
    if (rows.length > XLSX_MAX_ROWS) throw invalid("format", "exportTooLong", { maximum: XLSX_MAX_ROWS });
    rows.push(cells.map((value) => ({ value, type: String })));
  }
  const body = await writeExcel(rows).toBuffer();
  return { body, name, type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
}

async function* linesOf(
  rt: Pick<Runtime, "db" | "env">,
  actor: Actor,
  filter: Omit<CustomerExport, "format">,
  words: ExportWords,
): AsyncGenerator<string[]> {
  yield exportColumns.map(words.title);
  const scope = scopeOf(actor);
  for await (const members of audienceOf(rt.db, scope, rt.env.LOOKUP_KEY, { filter })) {
    const ids = members.map((member) => member.customerId);
    const byId = new Map((await customersOf(rt.db, scope, ids)).map((one) => [one.id, one]));
    for (const id of ids) {
      const one = byId.get(id);
      if (one) yield cellsOf(one, words);
    }
  }
}

function cellsOf(one: CustomerDto, { yes, no }: ExportWords): string[] {
  const day = (at: string | null) => (at === null ? "" : kstDate(new Date(at)));
  const cells: Record<(typeof exportColumns)[number], string> = {
    name: one.name,
    phone: one.phone ?? "",
    code: isMadeCode(one.code) ? "" : one.code,
    org: one.orgName,
    adConsent: one.adConsent ? yes : no,
    adConsentAt: day(one.adConsentAt),
    adConsentVia: one.adConsentVia ?? "",
    nightConsent: one.nightConsent ? yes : no,
    optedOut: one.optedOut ? yes : "",
    memo: one.memo ?? "",
  };
  return exportColumns.map((column) => cells[column]);
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
