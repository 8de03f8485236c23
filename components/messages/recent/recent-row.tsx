"use client";
import { useLocale, useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { Status } from "@/components/ui/status";
import { RowLink, Td, Tr } from "@/components/ui/table";
import { toLocale } from "@/lib/i18n/locale";
import type { NotificationDto } from "@/lib/messages/message-dto";
import { parseMoney, wonText } from "@/lib/tenants/money";
import { formatDateTime, formatExact } from "@/lib/time/format";
import { rowLooks } from "../list/message-looks";
import { useWhy } from "../list/use-why";

/** One person's message: whether it went, what was taken for it, and why not. */
export function RecentRow({ row, showsTenant }: { row: NotificationDto; showsTenant: boolean }) {
  const t = useTranslations("recentSends");
  const m = useTranslations("messages");
  const locale = toLocale(useLocale());
  const whyOf = useWhy();
  const at = new Date(row.createdAt);
  const taken = parseMoney(row.amountDeducted) ?? 0n;
  return (
    <Tr>
      <Td fit wideOnly className="tabular-nums" title={formatExact(at, locale)}>
        {formatDateTime(at, locale)}
      </Td>
      <Td lead className="font-medium tabular-nums">
        <RowLink href={`/messages/${row.messageId}`}>{row.recipientSummary || t("noNumber")}</RowLink>
      </Td>
      <Td full className="text-ink-2">
        {m(`channels.${row.channel}`)}
        <span className="tabular-nums md:hidden"> · {formatDateTime(at, locale)}</span>
      </Td>
      <Td toggle fit>
        <Status kind={rowLooks[row.status]}>{m(`rows.${row.status}`)}</Status>
      </Td>
      <Td full className="min-w-48 text-ink-2 max-md:empty:hidden md:whitespace-normal">
        {row.success !== true && whyOf(row)}
        {row.success !== true && row.providerCode && (
          <CodeLink code={row.providerCode} kind="solapi" className="ms-1.5" />
        )}
      </Td>
      <Td num fit full className="tabular-nums max-md:text-ink-2 max-md:empty:hidden">
        {taken > 0n && m("won", { amount: wonText(taken) })}
      </Td>
      {showsTenant && (
        <Td wideOnly className="max-w-40 truncate text-ink-2" title={row.tenant.code}>
          {row.tenant.orgName}
        </Td>
      )}
      <Td num fit wideOnly className="text-ink-3 tabular-nums">
        {t("message", { id: row.messageId })}
      </Td>
    </Tr>
  );
}
