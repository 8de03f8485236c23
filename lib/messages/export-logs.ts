import "server-only";
import type { LogStatus } from "@/db/enums";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { scopeOf } from "@/lib/access/scope";
import { type SheetFile, sheetFile } from "@/lib/customers/sheet-file";
import { withoutNumbers } from "@/lib/customers/without-numbers";
import { decodeLogCursor } from "@/lib/deliveries/log-cursor";
import type { LogDto } from "@/lib/deliveries/log-dto";
import { listLogs } from "@/lib/deliveries/queries";
import type { Runtime } from "@/lib/runtime";
import { kstDate, kstDateTime } from "@/lib/time/kst";
import type { LogExport, MessageExport } from "./export-logs-schema";
import type { MessageDto } from "./message-dto";
import { listMessages } from "./queries";

export const logColumns = [
  "at",
  "kind",
  "title",
  "to",
  "org",
  "status",
  "layer",
  "reason",
  "sent",
  "of",
  "finished",
  "id",
] as const;
export type LogColumn = (typeof logColumns)[number];

/** The titles and the words of the reader's language. */
export type LogWords = {
  title: (column: LogColumn) => string;
  kind: (kind: LogDto["kind"]) => string;
  status: (status: LogStatus) => string;
  mode: (mode: MessageDto["messageMode"]) => string;
  messageStatus: (status: MessageDto["status"]) => string;
  /** Where a run or a message stopped, and why; empty where nothing is broken. */
  runStop: (log: Pick<LogDto, "status" | "reasonCode">) => { layer: string; reason: string };
  messageStop: (reasonCode: string | null) => { layer: string; reason: string };
};

const PAGE = 200;
const time = (at: string | null) => (at === null ? "" : kstDateTime(new Date(at)).replace("T", " "));
const cellsOf = (cells: Record<LogColumn, string>) => logColumns.map((column) => cells[column]);

/**
 * The ledger of the rooms as its filter shows it, as a file, page by page. Who asked for it is written down before the first line
 * leaves (product.md 17).
 * @throws AppError invalid at `format` for more rows than an Excel file takes
 */
export async function exportRoomLogs(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { format, ...filter }: LogExport,
  words: LogWords,
): Promise<SheetFile> {
  const now = await noteExport(rt, actor, "rooms", format, {
    ...filter,
    ...(filter.search && { search: withoutNumbers(filter.search) }),
  });
  return sheetFile(format, `logs-${kstDate(now)}`, roomLines(rt, actor, filter, words));
}

async function* roomLines(
  rt: Pick<Runtime, "db">,
  actor: UserActor,
  filter: Omit<LogExport, "format">,
  words: LogWords,
): AsyncGenerator<string[]> {
  yield logColumns.map(words.title);
  for (let cursor = filter.cursor, isMore = true; isMore; ) {
    const page = await listLogs(rt.db, scopeOf(actor), { ...filter, cursor, limit: PAGE });
    for (const log of page.items)
      yield cellsOf({
        at: time(log.scheduledAt),
        kind: words.kind(log.kind),
        title: log.title,
        to: log.room.name,
        org: log.org.name,
        status: words.status(log.status),
        ...words.runStop(log),
        sent: String(log.parts.filter((part) => part.status === "sent").length),
        of: String(log.parts.length),
        finished: time(log.completedAt),
        id: String(log.id),
      });
    cursor = page.nextCursor ? (decodeLogCursor(page.nextCursor) ?? undefined) : undefined;
    isMore = cursor !== undefined;
  }
}

/** The same of the phones' part: one line for each message; its recipients have a file of their own. */
export async function exportPhoneLogs(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  { format, ...filter }: MessageExport,
  words: LogWords,
): Promise<SheetFile> {
  const now = await noteExport(rt, actor, "phones", format, {
    ...filter,
    ...(filter.q && { q: withoutNumbers(filter.q) }),
  });
  return sheetFile(format, `messages-${kstDate(now)}`, phoneLines(rt, actor, filter, words));
}

async function* phoneLines(
  rt: Pick<Runtime, "db" | "env">,
  actor: UserActor,
  filter: Omit<MessageExport, "format">,
  words: LogWords,
): AsyncGenerator<string[]> {
  yield logColumns.map(words.title);
  for (let cursor = filter.cursor, isMore = true; isMore; ) {
    const page = await listMessages(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, { ...filter, cursor, limit: PAGE });
    for (const message of page.items)
      yield cellsOf({
        at: time(message.sendAt ?? message.createdAt),
        kind: words.mode(message.messageMode),
        title: message.subject ?? message.rawBody,
        to: "",
        org: message.orgName,
        status: words.messageStatus(message.status),
        ...words.messageStop(message.reasonCode),
        sent: String(message.counts.delivered),
        of: String(message.expectedCount),
        finished: time(message.completedAt),
        id: String(message.id),
      });
    cursor = page.nextCursor ? (decodeLogCursor(page.nextCursor) ?? undefined) : undefined;
    isMore = cursor !== undefined;
  }
}

async function noteExport(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  part: "rooms" | "phones",
  format: string,
  filter: object,
): Promise<Date> {
  const now = await rt.clock();
  const after = { part, format, filter: JSON.parse(JSON.stringify(filter)) as Record<string, unknown> };
  await writeAudit(rt.db, actor, now, { action: "log.export", subject: "logs", after });
  return now;
}
