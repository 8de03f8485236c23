"use client";
import { ChevronDown, ChevronRight, MessageCircle } from "lucide-react";
import { Fragment, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import { GroupRow, Table, Td, Th, Tr } from "@/components/ui/table";
import type { LogDto } from "@/lib/deliveries/log-dto";
import { toLocale } from "@/lib/i18n/locale";
import { formatDate, formatTime } from "@/lib/time/format";
import { DAY_MS, instantOf, kstDate, parseDate } from "@/lib/time/kst";
import { groupRows } from "./group-rows";
import { LogRow } from "./log-row";
import { tookText } from "./why";

const COLUMNS = 10;

/** The ledger by days, newest first. */
export function LogTable({ rows, now, mayDecide }: { rows: readonly LogDto[]; now: Date; mayDecide: boolean }) {
  const t = useTranslations("logs");
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const turn = (key: string) =>
    setOpen((old) => new Set(old.has(key) ? [...old].filter((one) => one !== key) : [...old, key]));
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th aria-sort="descending">
            <span className="inline-flex items-center gap-1">
              {t("columns.scheduled")}
              <ChevronDown className="size-3" aria-hidden />
            </span>
          </Th>
          <Th>{t("columns.kind")}</Th>
          <Th>{t("columns.title")}</Th>
          <Th>{t("columns.room")}</Th>
          <Th>{t("columns.org")}</Th>
          <Th>{t("columns.status")}</Th>
          <Th num>{t("columns.arrived")}</Th>
          <Th>{t("columns.why")}</Th>
          <Th num>{t("columns.took")}</Th>
          <Th>
            <span className="sr-only">{t("columns.actions")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {groupRows(rows).map(({ day, rows: ofDay }) => (
          <Fragment key={day}>
            <GroupRow columns={COLUMNS}>
              <DayWords day={day} now={now} />
            </GroupRow>
            {ofDay.map((row) =>
              row.kind === "one" ? (
                <LogRow key={row.log.id} log={row.log} mayDecide={mayDecide} />
              ) : (
                <Fragment key={row.key}>
                  <FoldRow logs={row.logs} isOpen={open.has(row.key)} onTurn={() => turn(row.key)} />
                  {open.has(row.key) && row.logs.map((log) => <LogRow key={log.id} log={log} mayDecide={mayDecide} />)}
                </Fragment>
              ),
            )}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function DayWords({ day, now }: { day: string; now: Date }) {
  const t = useTranslations("logs");
  const locale = toLocale(useLocale());
  const date = formatDate(instantOf(parseDate(day) ?? 0), locale);
  if (day === kstDate(now)) return t("today", { date });
  if (day === kstDate(new Date(now.getTime() - DAY_MS))) return t("yesterday", { date });
  return date;
}

type FoldProps = { logs: readonly LogDto[]; isOpen: boolean; onTurn: () => void };

/** What went out to many rooms at one moment and arrived everywhere. */
function FoldRow({ logs, isOpen, onTurn }: FoldProps) {
  const t = useTranslations("logs");
  const [log] = logs;
  if (!log) return null;
  const count = logs.length;
  const orgs = new Set(logs.map((one) => one.org.name));
  const parts = logs.flatMap((one) => one.parts);
  const tookMs = Math.max(
    ...logs.map((one) => Date.parse(one.completedAt ?? one.scheduledAt) - Date.parse(one.scheduledAt)),
  );
  const Turn = isOpen ? ChevronDown : ChevronRight;
  return (
    <Tr>
      <Td fit wideOnly className="tabular-nums">
        <b className="font-medium">{formatTime(new Date(log.scheduledAt))}</b>
      </Td>
      <Td fit wideOnly className="text-ink-2">
        <span className="inline-flex items-center gap-1.5">
          <MessageCircle className="size-3.5 text-ink-3" aria-hidden />
          {t(`kinds.${log.kind}`)}
        </span>
      </Td>
      <Td lead className="max-w-56 truncate max-md:whitespace-normal">
        <button
          type="button"
          aria-expanded={isOpen}
          aria-label={t("fold.open", { title: log.title, count })}
          onClick={onTurn}
          className="inline-flex items-center gap-1 text-start outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
        >
          <Turn className="-ms-0.5 size-3.5 shrink-0 text-ink-3" aria-hidden />
          {log.title}
        </button>
      </Td>
      <Td full className="text-ink-2">
        {t("fold.places", { count })}
        <span className="tabular-nums md:hidden"> · {formatTime(new Date(log.scheduledAt))}</span>
      </Td>
      <Td wideOnly className="max-w-32 truncate text-ink-2">
        {orgs.size === 1 ? log.org.name : null}
      </Td>
      <Td toggle fit>
        <Status kind="arrived">{t("looks.arrived")}</Status>
      </Td>
      <Td num fit wideOnly className="tabular-nums">
        {t("ofParts", { sent: parts.length, all: parts.length })}
      </Td>
      <Td full className="text-ink-2">
        {t("fold.all", { count })}
      </Td>
      <Td num fit wideOnly className="text-ink-3 tabular-nums">
        {tookText(tookMs, t)}
      </Td>
      <Td fit wideOnly />
    </Tr>
  );
}
