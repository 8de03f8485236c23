import "server-only";
import { createHash } from "node:crypto";
import { and, eq, gt, inArray, max } from "drizzle-orm";
import type { Db } from "@/db/client";
import { type BadLine, historyImports } from "@/db/schema/coverage";
import { messages as table } from "@/db/schema/messages";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { mayEver } from "@/lib/access/can";
import { noteImported } from "@/lib/coverage/standing-queries";
import { SeenKeys } from "@/lib/customers/seen-keys";
import { withoutNumbers } from "@/lib/customers/without-numbers";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import type { Old } from "./open-history";
import { payersOf } from "./payers";
import { type Bad, isBad, type OldLog, type OldMessage } from "./read-record";
import { writeLogs } from "./write-logs";
import { writeMessages } from "./write-messages";

/** Records of one transaction, and recipients after which it ends early. */
const BATCH = 1_000;
const MOST_RECIPIENTS = 10_000;
/** Ids known by heart, in a dozen megabytes; of more the database is asked, which has them by then. A dry run has to know them all. */
const MOST_REMEMBERED = 500_000;
/** More bad lines are counted, not told one by one. */
export const MOST_BAD_LINES = 1_000;

export type HistoryOrder = {
  /** False: says what would happen and writes nothing. */
  execute: boolean;
  fileName: string;
  /** What its ids are unique in; a second old system gets another name. */
  source?: string;
  tenantCode?: string | null;
  /** Told after every batch. */
  onProgress?: (report: HistoryReport) => void;
  remembered?: number;
  isOver?: () => boolean;
};

export type HistoryReport = {
  executed: boolean;
  /** Records read, those of an earlier, interrupted reading among them. */
  lines: number;
  /** Records an earlier reading had brought in. */
  resumedAfter: number;
  messages: { added: number; unchanged: number };
  /** Distinct numbers frozen as expected, and how often one stood twice in a list. */
  recipients: { added: number; duplicates: number };
  logs: { added: number; unchanged: number; extra: number };
  bad: number;
  badLines: BadLine[];
  /** False: it was stopped; the same file goes on where it ended. */
  finished: boolean;
  tenant: string;
};

/**
 * Brings messages and logs of an old system in while their file is read: a batch of records is one transaction with its counters
 * and with how far it got, so a reading that dies goes on there, and the same file again changes nothing. Lines that can't be
 * taken are told and left out. What was never logged is not made up: it shows as a gap.
 * @throws AppError forbidden; not_found for the tenant; invalid at `file`
 */
export async function importHistory(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  order: HistoryOrder,
  records: AsyncIterable<Old>,
): Promise<HistoryReport> {
  if (!mayEver(actor, "history.import")) throw new AppError("forbidden");
  const { execute, source = "legacy", remembered = MOST_REMEMBERED, isOver = () => false } = order;
  const payers = await payersOf(rt.db, order.tenantCode ?? null);
  const report = emptyReport(execute, payers.home.code);
  const file = {
    name: withoutNumbers(order.fileName).slice(0, 200) || "import",
    source,
    tenantId: payers.home.tenantId,
  };
  const seen = new SeenKeys(execute ? remembered : undefined);
  let state: Standing | null = null;
  let batch: Old[] = [];
  let recipients = 0;

  const write = async () => {
    if (batch.length === 0) return;
    if (execute) state ??= await openImport(rt, actor, file, batch, report);
    const from = report.lines - batch.length;
    // A reading before this one has these: what stands in them is only remembered.
    const isThere = state !== null && report.lines <= state.position;
    const messages = batch.flatMap(({ kind, read }) =>
      kind === "messages" && !isBad(read) ? [read as OldMessage] : [],
    );
    const logs = batch.flatMap(({ kind, read }) => (kind === "logs" && !isBad(read) ? [read as OldLog] : []));
    const bad: Bad[] = batch.flatMap(({ read }) => (isBad(read) ? [read] : []));
    const before =
      state && !isThere && seen.isFull ? await broughtIn(rt.db, source, state, messages) : new Set<string>();
    const once = messages.filter(({ legacyId, line }) => {
      const isFirst = seen.firstLine(hashOf(legacyId), line) === null && !before.has(legacyId);
      if (!isFirst) bad.push({ bad: true, line, reason: "id_twice", column: "id" });
      else if (seen.isFull) before.add(legacyId);
      return isFirst;
    });
    if (!isThere) {
      const isComing = (id: string) => seen.has(hashOf(id));
      const wrote = await writeMessages(rt.db, { env: rt.env, source, payers, execute }, once);
      const logged = await writeLogs(rt.db, { env: rt.env, source, execute, isComing }, logs);
      bad.push(...wrote.bad, ...logged.bad);
      report.messages.added += wrote.added;
      report.messages.unchanged += wrote.unchanged;
      report.recipients.added += wrote.recipients;
      report.recipients.duplicates += wrote.duplicates;
      report.logs.added += logged.added;
      report.logs.unchanged += logged.unchanged;
      report.logs.extra += logged.extra;
      noteBad(report, bad);
      if (state) await keepPosition(rt.db, state, report);
    } else report.resumedAfter = from + batch.length;
    batch = [];
    recipients = 0;
    order.onProgress?.(report);
  };

  for await (const old of records) {
    report.lines += 1;
    batch.push(old);
    if (old.kind === "messages" && !isBad(old.read)) recipients += (old.read as OldMessage).recipients?.length ?? 0;
    // A log may stand beside its message in the same file: what came before must be written by then.
    if (batch.length >= BATCH || recipients >= MOST_RECIPIENTS) {
      await write();
      if (isOver()) return report;
    }
  }
  await write();
  report.finished = true;
  if (state) await endImport(rt, actor, state, file, report, payers.home.orgId);
  return report;
}

const hashOf = (text: string): Uint8Array => createHash("sha256").update(text).digest();

const emptyReport = (executed: boolean, tenant: string): HistoryReport => ({
  executed,
  lines: 0,
  resumedAfter: 0,
  messages: { added: 0, unchanged: 0 },
  recipients: { added: 0, duplicates: 0 },
  logs: { added: 0, unchanged: 0, extra: 0 },
  bad: 0,
  badLines: [],
  finished: false,
  tenant,
});

function noteBad(report: HistoryReport, bad: readonly Bad[]): void {
  report.bad += bad.length;
  for (const { line, reason, column } of bad.toSorted((a, b) => a.line - b.line))
    if (report.badLines.length < MOST_BAD_LINES) report.badLines.push({ line, reason, ...(column && { column }) });
}

/** A reading under way: how far one before it got, and the newest message there was when its file was first begun. */
type Standing = { id: number; position: number; after: number };

/** Of these messages those that were written since the file was begun: it has had them before. */
async function broughtIn(db: Db, source: string, { after }: Standing, messages: readonly OldMessage[]) {
  const ids = messages.map(({ legacyId }) => legacyId);
  if (ids.length === 0) return new Set<string>();
  const rows = await db
    .select({ legacyId: table.legacyId })
    .from(table)
    .where(and(eq(table.importSource, source), inArray(table.legacyId, ids), gt(table.id, after)));
  return new Set(rows.flatMap(({ legacyId }) => legacyId ?? []));
}

type File = { name: string; source: string; tenantId: number };

/** A file is known by its name, whose it is, and how it begins. */
async function openImport(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  file: File,
  head: readonly Old[],
  report: HistoryReport,
): Promise<Standing> {
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([file.name, file.source, file.tenantId, head.slice(0, 100).map(({ read }) => read)]))
    .digest();
  const find = () => rt.db.select().from(historyImports).where(eq(historyImports.fingerprint, fingerprint));
  const [known] = await find();
  if (known?.state === "running") {
    const { bad = 0, after = 0, ...counts } = known.counts;
    Object.assign(report, { bad, badLines: known.badLines, ...readCounts(counts, report) });
    return { id: known.id, position: known.position, after };
  }
  const startedAt = await rt.clock();
  const [newest] = await rt.db.select({ id: max(table.id) }).from(table);
  const after = newest?.id ?? 0;
  const fresh = {
    state: "running" as const,
    position: 0,
    counts: { after },
    badLines: [],
    startedAt,
    finishedAt: null,
  };
  if (known) {
    await rt.db.update(historyImports).set(fresh).where(eq(historyImports.id, known.id));
    return { id: known.id, position: 0, after };
  }
  const createdBy = actor.kind === "user" ? actor.userId : null;
  const { name: fileName, source, tenantId } = file;
  const values = { fingerprint, fileName, source, tenantId, createdBy, ...fresh };
  const [made] = await rt.db.insert(historyImports).values(values).$returningId();
  return { id: made!.id, position: 0, after };
}

const countsOf = ({ messages, recipients, logs, bad }: HistoryReport): Record<string, number> => ({
  messagesAdded: messages.added,
  messagesUnchanged: messages.unchanged,
  recipientsAdded: recipients.added,
  recipientsTwice: recipients.duplicates,
  logsAdded: logs.added,
  logsUnchanged: logs.unchanged,
  logsExtra: logs.extra,
  bad,
});

const readCounts = (counts: Record<string, number>, { messages, recipients, logs }: HistoryReport) => ({
  messages: { added: counts.messagesAdded ?? messages.added, unchanged: counts.messagesUnchanged ?? 0 },
  recipients: { added: counts.recipientsAdded ?? recipients.added, duplicates: counts.recipientsTwice ?? 0 },
  logs: { added: counts.logsAdded ?? logs.added, unchanged: counts.logsUnchanged ?? 0, extra: counts.logsExtra ?? 0 },
});

const keepPosition = (db: Db, { id, after }: Standing, report: HistoryReport) =>
  db
    .update(historyImports)
    .set({ position: report.lines, counts: { ...countsOf(report), after }, badLines: report.badLines })
    .where(eq(historyImports.id, id));

async function endImport(
  rt: Pick<Runtime, "db" | "clock">,
  actor: Actor,
  { id }: { id: number },
  file: File,
  report: HistoryReport,
  orgId: number,
): Promise<void> {
  const at = await rt.clock();
  await rt.db.transaction(async (tx) => {
    await tx.update(historyImports).set({ state: "done", finishedAt: at }).where(eq(historyImports.id, id));
    await noteImported(tx);
    const after = { file: file.name, source: file.source, ...countsOf(report) };
    await writeAudit(tx, actor, at, { action: "history.import", subject: `import:${id}`, orgId, after });
  });
}
