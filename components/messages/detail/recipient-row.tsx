"use client";
import Link from "next/link";
import { useTranslations } from "use-intl";
import { CodeLink } from "@/components/diagnosis/code-link";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { Td, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { RecipientDto } from "@/lib/messages/message-dto";
import { parseMoney, wonText } from "@/lib/tenants/money";
import { formatTime } from "@/lib/time/format";
import { rowLooks } from "../list/message-looks";
import { useWhy } from "../list/use-why";

/** Whoever it hasn't reached: why is one press away. */
const NOT_THERE: readonly RecipientDto["status"][] = ["failed", "unknown", "queued", "sending"];

type Props = { messageId: number; row: RecipientDto; onAgain?: (row: RecipientDto) => void };

/** One person: how far it got, why not further, and what it cost. */
export function RecipientRow({ messageId, row, onAgain }: Props) {
  const t = useTranslations("messages");
  const whyOf = useWhy();
  return (
    <Tr>
      <Td lead className="font-medium">
        {row.name ?? <span className="text-ink-3">{t("detail.nameless")}</span>}
      </Td>
      <Td full className="tabular-nums">
        {row.phone ?? "–"}
      </Td>
      <Td wideOnly className="text-ink-2">
        {t(`channels.${row.channel}`)}
        {row.leg > 0 && <Tag className="ms-1.5">{t("detail.fallback")}</Tag>}
        {row.attemptNo > 0 && <Tag className="ms-1.5">{t("detail.again", { count: row.attemptNo })}</Tag>}
      </Td>
      <Td toggle fit>
        <Status kind={rowLooks[row.status]}>{t(`rows.${row.status}`)}</Status>
      </Td>
      <Td full className="min-w-48 text-ink-2 max-md:empty:hidden md:whitespace-normal">
        {row.status !== "delivered" && whyOf(row)}
        {row.status !== "delivered" && row.providerCode && (
          <CodeLink code={row.providerCode} kind="solapi" className="ms-1.5" />
        )}
        {row.status !== "delivered" && !row.providerCode && row.reasonCode && (
          <CodeLink code={row.reasonCode} kind="phone" quiet className="ms-1.5" />
        )}
        {NOT_THERE.includes(row.status) && (
          <Link
            href={`/messages/${messageId}/xray?recipient=${row.id}`}
            prefetch={false}
            className="link ms-1.5"
            aria-label={t("detail.xrayOf", { who: row.phone ?? row.name ?? t("detail.nameless") })}
          >
            {t("detail.xray")}
          </Link>
        )}
        {onAgain && row.status === "unknown" && (
          <Button size="sm" variant="ghost" className="ms-1.5" onClick={() => onAgain(row)}>
            {t("actions.again")}
          </Button>
        )}
      </Td>
      <Td num fit wideOnly className="tabular-nums">
        {row.status === "delivered" || row.status === "unknown"
          ? t("won", { amount: wonText(parseMoney(row.amount) ?? 0n) })
          : "–"}
      </Td>
      <Td num fit wideOnly className="text-ink-3 tabular-nums" title={row.finalAt ?? undefined}>
        {row.finalAt ? formatTime(new Date(row.finalAt)) : "–"}
      </Td>
    </Tr>
  );
}
