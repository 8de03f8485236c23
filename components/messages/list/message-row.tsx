"use client";
import { useLocale, useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import { RowLink, Td, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { toLocale } from "@/lib/i18n/locale";
import type { MessageDto } from "@/lib/messages/message-dto";
import { formatDateTime } from "@/lib/time/format";
import { firstLine } from "./first-line";
import { lookOf } from "./message-looks";

/** One message in the list: what, to how many, and how far it got. */
export function MessageRow({ message }: { message: MessageDto }) {
  const t = useTranslations("messages");
  const r = useTranslations("reasons");
  const locale = toLocale(useLocale());
  const { look, kind } = lookOf(message);
  const { counts } = message;
  const held = look === "held" ? (message.heldReason as Parameters<typeof r>[0]) : null;
  const meant = message.recipientCount - counts.skipped;
  const at = formatDateTime(new Date(message.sendAt ?? message.createdAt), locale);
  return (
    <Tr off={message.status === "cancelled"}>
      <Td fit wideOnly className="tabular-nums">
        {at}
      </Td>
      <Td lead className="max-w-80 truncate max-md:whitespace-normal">
        <RowLink href={`/messages/${message.id}`}>{firstLine(message)}</RowLink>
        {message.origin === "imported" && <Tag className="ms-1.5">{t("imported")}</Tag>}
        {message.isTest && <Tag className="ms-1.5">{t("test")}</Tag>}
        {message.purpose === "ad" && <Tag className="ms-1.5">{t("ad")}</Tag>}
      </Td>
      <Td full className="text-ink-2">
        {t(`modes.${message.messageMode}`)}
        <span className="tabular-nums md:hidden"> · {at}</span>
      </Td>
      <Td wideOnly className="max-w-32 truncate text-ink-2">
        {message.orgName}
      </Td>
      <Td toggle fit>
        <Status kind={kind}>{t(`looks.${look}`)}</Status>
      </Td>
      <Td num fit full label={t("columns.arrived")} className="tabular-nums">
        {t("arrivedOf", { arrived: counts.delivered, meant })}
      </Td>
      <Td full className="text-ink-2 max-md:empty:hidden">
        {[
          held && (r.has(held) ? r(held) : held),
          counts.failed > 0 && t("failedCount", { count: counts.failed }),
          counts.unknown > 0 && t("unknownCount", { count: counts.unknown }),
          counts.skipped > 0 && t("skippedCount", { count: counts.skipped }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </Td>
    </Tr>
  );
}
