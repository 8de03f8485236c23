"use client";
import { MessageCircle, Smartphone } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { firstLine } from "@/components/messages/list/first-line";
import { lookOf } from "@/components/messages/list/message-looks";
import { Status } from "@/components/ui/status";
import type { StatusKind } from "@/components/ui/status-icon";
import { RowLink, Td, Tr } from "@/components/ui/table";
import { toLocale } from "@/lib/i18n/locale";
import type { LedgerItem } from "@/lib/messages/ledger-queries";
import { formatDateTime } from "@/lib/time/format";
import { statusOf } from "./status-of";

type Line = {
  href: string;
  where: string;
  title: string;
  org: string;
  kind: StatusKind;
  word: string;
  arrived: number;
  all: number;
};

/** One line of everything: where it went, what it was, how far it got. */
export function AllRow({ item }: { item: LedgerItem }) {
  const locale = toLocale(useLocale());
  const t = useTranslations("logs");
  const line = useLine(item);
  const at = formatDateTime(new Date(item.at), locale);
  const Icon = item.kind === "room" ? MessageCircle : Smartphone;
  return (
    <Tr>
      <Td fit wideOnly className="tabular-nums">
        {at}
      </Td>
      <Td full className="max-w-40 truncate text-ink-2">
        <span className="inline-flex max-w-full items-center gap-1.5">
          <Icon className="size-3.5 shrink-0 text-ink-3" aria-hidden />
          <span className="truncate">{line.where}</span>
        </span>
        <span className="tabular-nums md:hidden"> · {at}</span>
      </Td>
      <Td lead className="max-w-80 truncate max-md:whitespace-normal">
        <RowLink href={line.href}>{line.title}</RowLink>
      </Td>
      <Td wideOnly className="max-w-32 truncate text-ink-2">
        {line.org}
      </Td>
      <Td toggle fit>
        <Status kind={line.kind}>{line.word}</Status>
      </Td>
      <Td num fit full label={t("columns.arrived")} className="tabular-nums">
        {t("ofParts", { sent: line.arrived, all: line.all })}
      </Td>
    </Tr>
  );
}

function useLine(item: LedgerItem): Line {
  const t = useTranslations("logs");
  const m = useTranslations("messages");
  if (item.kind === "room") {
    const { id, title, room, org, parts } = item.log;
    const arrived = parts.filter(({ certainty }) => certainty === "delivered").length;
    const own = { href: `/logs/${id}`, where: room.name, title, org: org.name, arrived, all: parts.length };
    return { ...own, ...statusOf(item.log, t) };
  }
  const { message } = item;
  const { look, kind } = lookOf(message);
  const meant = message.recipientCount - message.counts.skipped;
  return {
    ...{ href: `/messages/${message.id}`, where: m(`modes.${message.messageMode}`), title: firstLine(message) },
    ...{ org: message.orgName, kind, word: m(`looks.${look}`), arrived: message.counts.delivered, all: meant },
  };
}
