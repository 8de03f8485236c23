import "server-only";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import type { Runtime } from "@/lib/runtime";
import { kstDate } from "@/lib/time/kst";
import { audienceOf } from "./audience";
import { isMadeCode } from "./code";
import type { CustomerDto } from "./customer-dto";
import type { CustomerExport } from "./export-schema";
import { customersOf } from "./queries";
import { type SheetFile, sheetFile } from "./sheet-file";
import { withoutNumbers } from "./without-numbers";

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
): Promise<SheetFile> {
  const now = await rt.clock();
  const after = { format, filter: { ...filter, ...(filter.q && { q: withoutNumbers(filter.q) }) } };
  await writeAudit(rt.db, actor, now, { action: "customer.export", subject: "customers", after });
  return sheetFile(format, `customers-${kstDate(now)}`, linesOf(rt, actor, filter, words));
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
