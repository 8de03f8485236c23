import "server-only";
import { and, asc, eq, gt, isNotNull, type SQL, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { customers } from "@/db/schema/customers";
import { syncFindings } from "@/db/schema/image-sync";
import type { Actor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { type SheetFile, sheetFile } from "@/lib/customers/sheet-file";
import { wordsIn } from "@/lib/i18n/catalogue";
import type { Locale } from "@/lib/i18n/locale";
import type { Runtime } from "@/lib/runtime";
import { getRun } from "./queries";
import type { SyncRunDto } from "./run-dto";
import type { ReportInput } from "./schema";
import { totalLines } from "./totals";

type CustomerLine = {
  code: string;
  name: string;
  ghost: number;
  duplicate: number;
  other: number;
  doubtful: number;
};
const AT_ONCE = 500;

/**
 * What a scan came to, as a file: the sums, the customers with most findings, the split, and every customer with a finding
 * (S4-12, S4-48…S4-50). Who asked for it is written down before the first line leaves.
 * @throws AppError forbidden; not_found
 */
export async function scanReport(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { id, format }: ReportInput,
  locale: Locale,
): Promise<SheetFile> {
  const run = await getRun(rt, actor, id);
  const after = { format };
  await writeAudit(rt.db, actor, await rt.clock(), { action: "image_sync.report", subject: `image_sync:${id}`, after });
  const name = `images-${id}`;
  if (format === "csv") return sheetFile("csv", name, csvLines(rt.db, run, locale));
  return { body: textStream(jsonPieces(rt.db, run)), name: `${name}.json`, type: "application/json; charset=utf-8" };
}

async function* csvLines(db: Executor, run: SyncRunDto, locale: Locale): AsyncGenerator<string[]> {
  const t = wordsIn(locale, "imageReport");
  yield [t("run"), String(run.id)];
  yield [t("startedAt"), run.startedAt];
  for (const { name, value } of run.totals ? totalLines(run.totals) : [])
    yield [t(`totals.${name}`), value === null ? "" : String(value)];
  yield [];
  yield [t("rank"), t("name"), t("code"), t("ghost"), t("duplicate"), t("total")];
  for (const [i, top] of run.top.entries())
    yield [...[String(i + 1), top.name, top.code], ...[top.ghost, top.duplicate, top.total].map(String)];
  yield [];
  yield [t("code"), t("name"), t("ghost"), t("duplicate"), t("other"), t("doubtful")];
  for await (const { code, name, ...counts } of customerLines(db, run.id))
    yield [code, name, ...[counts.ghost, counts.duplicate, counts.other, counts.doubtful].map(String)];
}

async function* jsonPieces(db: Executor, run: SyncRunDto): AsyncGenerator<string> {
  const { id, state, reason, error, scope, startedAt, cutoffAt, scannedAt, totals, top } = run;
  const head = JSON.stringify({ id, state, reason, error, scope, startedAt, cutoffAt, scannedAt, totals, top });
  let piece = `${head.slice(0, -1)},"customers":[`;
  let isFirst = true;
  for await (const line of customerLines(db, run.id)) {
    piece += `${isFirst ? "" : ","}\n${JSON.stringify(line)}`;
    isFirst = false;
    if (piece.length < 50_000) continue;
    yield piece;
    piece = "";
  }
  yield `${piece}]}\n`;
}

/** Every customer with a finding, by id, a piece at a time. */
async function* customerLines(db: Executor, runId: number): AsyncGenerator<CustomerLine> {
  const sum = (condition: SQL) => sql<number>`sum(${condition})`.mapWith(Number);
  const isGhost = sql`${syncFindings.verdict} = 'ghost'`;
  const isDuplicate = sql`${syncFindings.verdict} in ('duplicate_key', 'duplicate_content')`;
  for (let after = 0; ; ) {
    const lines = await db
      .select({
        ...{ id: customers.id, code: customers.code, name: customers.name },
        ...{ ghost: sum(isGhost), duplicate: sum(isDuplicate), other: sum(sql`not (${isGhost} or ${isDuplicate})`) },
        doubtful: sum(sql`${syncFindings.certainty} = 'doubtful'`),
      })
      .from(syncFindings)
      .innerJoin(customers, eq(customers.id, syncFindings.customerId))
      .where(
        and(...[eq(syncFindings.runId, runId), isNotNull(syncFindings.customerId)], gt(syncFindings.customerId, after)),
      )
      .groupBy(customers.id, customers.code, customers.name)
      .orderBy(asc(customers.id))
      .limit(AT_ONCE);
    for (const { id, ...line } of lines) {
      yield line;
      after = id;
    }
    if (lines.length < AT_ONCE) return;
  }
}

function textStream(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(encoder.encode(next.value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
