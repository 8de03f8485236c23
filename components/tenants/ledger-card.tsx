"use client";
import { ReceiptText } from "lucide-react";
import Link from "next/link";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { cn } from "@/components/ui/cn";
import { LoadMore } from "@/components/ui/load-more";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import type { LedgerLine } from "@/lib/tenants/ledger-queries";
import { moneyOf, wonText } from "@/lib/tenants/money";
import { type LedgerView, ledgerViews } from "@/lib/tenants/views";
import { formatExact, formatWhen } from "@/lib/time/format";

type Page = { items: LedgerLine[]; nextCursor: string | null };
type Props = { tenantId: number; view: LedgerView; first: Page; now: string };

/** What is shown with a newer first page on top of it; from the beginning where so much came that lines between are missing. */
function joined(before: Page, first: Page): Page {
  const newest = before.items[0]?.id ?? 0;
  const fresh = first.items.filter(({ id }) => id > newest);
  return fresh.length === first.items.length ? first : { ...before, items: [...fresh, ...before.items] };
}

/** The ledger, newest first: every won that came, was held, was paid or given back, and what was left each time. */
export function LedgerCard({ tenantId, view, first, now }: Props) {
  const t = useTranslations("tenants.ledger");
  const toast = useToast();
  const say = useSayError();
  const [known, setKnown] = useState(first);
  const [busy, setBusy] = useState(false);
  useEffect(() => setKnown((before) => joined(before, first)), [first]);
  const lines = known.items;
  async function more(): Promise<void> {
    setBusy(true);
    try {
      const query = new URLSearchParams({ view, ...(known.nextCursor && { cursor: known.nextCursor }) });
      const page = await api<Page>(`/api/tenants/${tenantId}/ledger?${query}`);
      setKnown((before) => ({ items: [...before.items, ...page.items], nextCursor: page.nextCursor }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Card aria-labelledby="ledger">
      <CardHead id="ledger" title={t("heading")} note={t("note")}>
        <nav aria-label={t("views.label")} className="flex gap-1">
          {ledgerViews.map((one) => (
            <Link
              key={one}
              href={`/settings/messaging/${tenantId}${one === "all" ? "" : `?view=${one}`}`}
              scroll={false}
              aria-current={one === view ? "page" : undefined}
              className="rounded-sm px-2 py-1 font-medium text-ink-2 text-sm hover:bg-hover aria-[current]:bg-pressed aria-[current]:font-semibold aria-[current]:text-ink touch:py-3"
            >
              {t(`views.${one}`)}
            </Link>
          ))}
        </nav>
      </CardHead>
      {lines.length === 0 ? (
        <StateBlock icon={<ReceiptText aria-hidden />} title={t(view === "all" ? "empty" : "emptyView")} heading="h3">
          {view === "all" && t("emptyWhy")}
        </StateBlock>
      ) : (
        <Table label={t("heading")}>
          <thead>
            <tr>
              <Th>{t("columns.kind")}</Th>
              <Th num>{t("columns.amount")}</Th>
              <Th num>{t("columns.after")}</Th>
              <Th num>{t("columns.reserved")}</Th>
              <Th>{t("columns.who")}</Th>
              <Th num>{t("columns.at")}</Th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={line.id} line={line} now={now} />
            ))}
          </tbody>
        </Table>
      )}
      {known.nextCursor && lines.length > 0 && <LoadMore onMore={() => void more()} busy={busy} />}
    </Card>
  );
}

/** What came in or came back is green and begins with a plus; what is only held is grey. */
const LOOK: Record<LedgerLine["kind"], { sign: string; className: string }> = {
  charge: { sign: "+", className: "is-arrived text-(--c)" },
  adjust: { sign: "", className: "" },
  reserve: { sign: "", className: "text-ink-3" },
  settle: { sign: "−", className: "" },
  release: { sign: "", className: "text-ink-3" },
};

function Line({ line, now }: { line: LedgerLine; now: string }) {
  const t = useTranslations("tenants");
  const locale = useLocale();
  const at = new Date(line.at);
  const look = LOOK[line.kind];
  const won = (column: string) => t("won", { amount: wonText(moneyOf(column)) });
  return (
    <Tr>
      <Td lead className="max-w-72">
        <span className="flex flex-wrap items-baseline gap-x-2">
          {t(`ledger.kinds.${line.kind}`)}
          {line.messageId !== null && (
            <Link href={`/messages/${line.messageId}`} prefetch={false} className="link font-normal text-sm">
              {t("ledger.message", { id: line.messageId })}
            </Link>
          )}
          {line.note && <span className="truncate font-normal text-ink-2">{line.note}</span>}
        </span>
      </Td>
      <Td num toggle className={cn("font-semibold tabular-nums", look.className)}>
        {line.kind === "adjust" && moneyOf(line.amount) > 0n ? "+" : look.sign}
        {won(line.amount)}
      </Td>
      <Td num label={t("ledger.columns.after")} className="tabular-nums">
        {won(line.balanceAfter)}
      </Td>
      <Td num wideOnly className="text-ink-2 tabular-nums">
        {won(line.reservedAfter)}
      </Td>
      <Td wideOnly className="text-ink-2">
        {line.actor?.name ?? t("ledger.system")}
      </Td>
      <Td num className="text-ink-2">
        <time dateTime={line.at} title={formatExact(at, locale)}>
          {formatWhen(at, new Date(now), locale)}
        </time>
      </Td>
    </Tr>
  );
}
