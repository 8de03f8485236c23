import "server-only";
import { createHash } from "node:crypto";
import { isDuplicateKey } from "@/db/client";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { codeOfNumber } from "./code";
import { refuseForeignOrg } from "./customer-change";
import { type ChosenColumns, type ImportField, mapColumns } from "./import-columns";
import { emptyReport, type ImportReport, noteRefusal } from "./import-report";
import { type ImportRow, isRefused, readRow } from "./import-row";
import { CONSENT_VIA_MAX } from "./lengths";
import { phoneKey } from "./phone-key";
import { SeenKeys } from "./seen-keys";
import type { SheetRow } from "./sheet";
import { withoutNumbers } from "./without-numbers";
import { type CodedRow, writeBatch } from "./write-batch";

/** Lines in one transaction: short enough not to hold anybody up, long enough for the round trip to be worth it. */
const BATCH = 500;

export type ImportOrder = {
  orgId: number;
  /** False: says what would happen and writes nothing. */
  execute: boolean;
  /** For the audit, and the evidence of a consent whose line names none. */
  fileName: string;
  nameOf: (field: ImportField) => string;
  /** As a person chose them; by their titles where nobody did. */
  columns?: ChosenColumns | undefined;
  /** False: the first line is a person like the others. */
  hasHead?: boolean;
};

/**
 * Adds and changes the customers of a file, line by line as it arrives. A person is known by their code, or by their
 * number where the file has no code, so the same file twice changes nothing. Lines that can't be taken are told, the
 * others are.
 * @throws AppError forbidden; invalid at `orgId`, or at `file` where the columns are missing or the file can't be read
 */
export async function importCustomers(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { orgId, execute, fileName, nameOf, columns, hasHead = true }: ImportOrder,
  rows: AsyncIterator<SheetRow>,
): Promise<ImportReport> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  await rt.db.transaction((tx) => refuseForeignOrg(tx, actor, orgId));
  const now = await rt.clock();
  const head = await rows.next();
  if (head.done) throw invalid("file", "importEmpty");
  const titles = hasHead ? head.value.cells : head.value.cells.map(() => "");
  const map = mapColumns(titles, ["name", "phone"], nameOf, columns);
  const report = emptyReport(execute, map.columns);
  const seen = new SeenKeys();
  const via = [...withoutNumbers(fileName)].slice(0, CONSENT_VIA_MAX).join("") || "import";
  const order = { orgId, now, via, env: rt.env, execute };
  let batch: CodedRow[] = [];
  let isTold = false;

  const write = async () => {
    if (batch.length === 0) return;
    const result = await (execute
      ? retryTaken(() =>
          retryDeadlocks(rt.db, async (tx) => {
            if (!isTold)
              await writeAudit(tx, actor, now, {
                action: "customer.import",
                subject: `org:${orgId}`,
                orgId,
                after: { file: via },
              });
            return writeBatch(tx, order, batch);
          }),
        )
      : writeBatch(rt.db, order, batch));
    isTold = true;
    report.added += result.added;
    report.changed += result.changed;
    report.unchanged += result.unchanged;
    for (const refusal of result.refusals) noteRefusal(report, refusal);
    batch = [];
  };

  for (let next = hasHead ? await rows.next() : head; !next.done; next = await rows.next()) {
    report.lines += 1;
    const row = readRow(next.value, map, now);
    if (isRefused(row)) {
      noteRefusal(report, row);
      continue;
    }
    const coded = withCode(row, rt.env.LOOKUP_KEY);
    const other = seen.firstLine(createHash("sha256").update(coded.key).digest(), row.line);
    if (other !== null) noteRefusal(report, { line: row.line, column: null, reason: "duplicate_line", other });
    else if (batch.push(coded) >= BATCH) await write();
  }
  await write();
  if (report.lines === 0) throw invalid("file", "importEmpty");
  report.refusals.sort((a, b) => a.line - b.line);
  if (execute && isTold) {
    const { added, changed, unchanged, refused } = report;
    const after = { file: via, added, changed, unchanged, refused };
    await writeAudit(rt.db, actor, await rt.clock(), {
      action: "customer.imported",
      subject: `org:${orgId}`,
      orgId,
      after,
    });
  }
  return report;
}

function withCode(row: ImportRow, lookupKey: string): CodedRow {
  const key = row.digits === null ? null : phoneKey(lookupKey, row.digits);
  return { ...row, phoneKey: key, key: row.code ?? (key ? codeOfNumber(key) : "") };
}

const TRIES = 3;

/** Again where somebody else added one of the same people meanwhile: then they are found and changed. */
async function retryTaken<R>(work: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= TRIES || !isDuplicateKey(error)) throw error;
    }
  }
}
