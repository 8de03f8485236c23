import "server-only";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { AppError, invalid } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type ImportField, mapColumns } from "./import-columns";
import { emptyReport, type ImportReport, noteRefusal } from "./import-report";
import { isRefused, readRow } from "./import-row";
import { optOutTenant } from "./opt-out-tenant";
import { phoneKey } from "./phone-key";
import { SeenKeys } from "./seen-keys";
import type { SheetRow } from "./sheet";
import { withoutNumbers } from "./without-numbers";
import { type Refusing, standingAmong, writeOptOuts } from "./write-opt-outs";

const BATCH = 500;

/**
 * Puts the numbers of a file among a sender's refusals. One column of numbers is enough; the same file twice changes
 * nothing.
 * @throws AppError as importCustomers; invalid at `tenantId`
 */
export async function importOptOuts(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  order: { tenantId?: number | undefined; execute: boolean; nameOf: (field: ImportField) => string },
  rows: AsyncIterator<SheetRow>,
): Promise<ImportReport> {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  const tenant = await optOutTenant(rt.db, actor, order.tenantId);
  const now = await rt.clock();
  const head = await rows.next();
  if (head.done) throw invalid("file", "importEmpty");
  const map = mapColumns(head.value.cells, ["phone"], order.nameOf);
  const report = emptyReport(order.execute, map.columns);
  const seen = new SeenKeys();
  const to = { tenantId: tenant.id, source: "import" as const, createdBy: actor.userId, now, env: rt.env };
  let batch: Refusing[] = [];

  const write = async () => {
    if (batch.length === 0) return;
    const standing = order.execute ? null : (await standingAmong(rt.db, tenant.id, rt.env, batch)).size;
    const result =
      standing === null
        ? await retryDeadlocks(rt.db, (tx) => writeOptOuts(tx, to, batch))
        : { added: batch.length - standing, unchanged: standing };
    report.added += result.added;
    report.unchanged += result.unchanged;
    batch = [];
  };

  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    report.lines += 1;
    const row = readRow(next.value, map, now, { isNameless: true });
    if (isRefused(row) || row.digits === null) {
      noteRefusal(report, isRefused(row) ? row : { line: row.line, column: "phone", reason: "phone_missing" });
      continue;
    }
    const other = seen.firstLine(phoneKey(rt.env.LOOKUP_KEY, row.digits), row.line);
    if (other !== null) noteRefusal(report, { line: row.line, column: null, reason: "duplicate_line", other });
    else if (batch.push({ digits: row.digits, note: row.memo ? withoutNumbers(row.memo) : null }) >= BATCH)
      await write();
  }
  await write();
  if (report.lines === 0) throw invalid("file", "importEmpty");
  if (order.execute) {
    const { added, unchanged, refused } = report;
    const subject = `tenant:${tenant.id}`;
    const after = { added, unchanged, refused };
    await writeAudit(rt.db, actor, now, { action: "opt_out.import", subject, orgId: tenant.orgId, after });
  }
  return report;
}
