import "server-only";
import { sql } from "drizzle-orm";
import { messageLogs } from "@/db/schema/messages";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import { type SheetFile, sheetFile } from "@/lib/customers/sheet-file";
import type { Runtime } from "@/lib/runtime";
import { kstDateTime } from "@/lib/time/kst";
import type { ExportQuery } from "./list-schema";
import type { RecipientDto } from "./message-dto";
import { messageOwner } from "./message-owner";
import { recipientIds, recipientsByIds } from "./recipient-queries";

export const exportColumns = [
  "ordinal",
  "name",
  "phone",
  "channel",
  "status",
  "layer",
  "reason",
  "code",
  "amount",
  "sentAt",
  "finalAt",
] as const;
export type ExportColumn = (typeof exportColumns)[number];

/** The titles and the words of the reader's language. */
export type ExportWords = {
  title: (column: ExportColumn) => string;
  channel: (channel: RecipientDto["channel"]) => string;
  status: (status: RecipientDto["status"]) => string;
  /** Where it stopped; empty where nothing is broken. */
  layer: (one: Pick<RecipientDto, "status" | "reasonCode" | "providerCode">) => string;
  reason: (code: string) => string;
};

const PAGE = 500;

/**
 * A message's recipients as a file, masked, streamed page by page. Who asked for it is written down before the first line
 * leaves (product.md 17).
 * @throws AppError not_found; invalid at `format` for more rows than an Excel file takes
 */
export async function exportRecipients(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { id, format, status }: ExportQuery,
  words: ExportWords,
): Promise<SheetFile> {
  const owner = await messageOwner(rt.db, scopeOf(actor), id);
  await writeAudit(rt.db, actor, await rt.clock(), {
    action: "message.export",
    subject: `message:${id}`,
    orgId: owner.id,
    after: { format, status: status ?? null },
  });
  return sheetFile(format, `message-${id}`, linesOf(rt.db, id, status, words));
}

async function* linesOf(
  db: Runtime["db"],
  id: number,
  status: ExportQuery["status"],
  words: ExportWords,
): AsyncGenerator<string[]> {
  yield exportColumns.map(words.title);
  for (let after = 0, isMore = true; isMore; ) {
    const [found] = await db.execute(recipientIds(id, status, sql`${messageLogs.id} > ${after}`, PAGE));
    const ids = (found as unknown as { id: number }[]).map((row) => Number(row.id));
    isMore = ids.length === PAGE;
    after = ids.at(-1) ?? after;
    for (const one of await recipientsByIds(db, ids)) yield cellsOf(one, words);
  }
}

function cellsOf(one: RecipientDto, words: ExportWords): string[] {
  const time = (at: string | null) => (at === null ? "" : kstDateTime(new Date(at)).replace("T", " "));
  const cells: Record<ExportColumn, string> = {
    ordinal: String(one.ordinal + 1),
    name: one.name ?? "",
    phone: one.phone ?? "",
    channel: words.channel(one.channel),
    status: words.status(one.status),
    layer: words.layer(one),
    reason: one.failureReason ?? (one.reasonCode ? words.reason(one.reasonCode) : ""),
    code: one.providerCode ?? "",
    amount: one.amount,
    sentAt: time(one.sentAt),
    finalAt: time(one.finalAt),
  };
  return exportColumns.map((column) => cells[column]);
}
