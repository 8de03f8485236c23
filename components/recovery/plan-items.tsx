"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { lookOf, rowLooks } from "@/components/messages/list/message-looks";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { LoadMore } from "@/components/ui/load-more";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { useToast } from "@/components/ui/toast";
import type { MessageLogStatus } from "@/db/enums";
import type { PlanItem, RunDto } from "@/lib/recovery/run-dto";
import { kstDate } from "@/lib/time/kst";

export type ItemPage = { items: PlanItem[]; nextCursor: string | null };

/** Per message: how many rows it gets, as what, and on whose word. */
export function PlanItems({ run, first }: { run: RunDto; first: ItemPage }) {
  const t = useTranslations("recovery.items");
  const say = useSayError();
  const toast = useToast();
  const [more, setMore] = useState<ItemPage | null>(null);
  const [isBusy, setBusy] = useState(false);
  const nextCursor = more ? more.nextCursor : first.nextCursor;
  const items = [...first.items, ...(more?.items ?? [])];
  const isDone = run.state !== "planned" && run.state !== "stale";
  const next = async () => {
    setBusy(true);
    try {
      const page = await api<ItemPage>(`/api/coverage/recoveries/${run.runId}/messages?cursor=${nextCursor}`);
      setMore((old) => ({ items: [...(old?.items ?? []), ...page.items], nextCursor: page.nextCursor }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card aria-labelledby="items">
      <CardHead id="items" title={t("title")} note={t("note", { count: run.messages })} />
      <Table label={t("title")}>
        <thead>
          <tr>
            <Th num>{t("columns.id")}</Th>
            <Th>{t("columns.title")}</Th>
            <Th>{t("columns.at")}</Th>
            <Th>{t("columns.was")}</Th>
            <Th num>{t("columns.recorded")}</Th>
            <Th num>{t(isDone ? "columns.added" : "columns.adds")}</Th>
            <Th>{t("columns.as")}</Th>
            <Th num>{t("columns.lost")}</Th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ItemRow key={item.messageId} item={item} count={isDone ? item.applied : item.missing} />
          ))}
        </tbody>
      </Table>
      {nextCursor && <LoadMore onMore={() => void next()} busy={isBusy} />}
    </Card>
  );
}

const NO_COUNTS: Record<MessageLogStatus, number> = {
  queued: 0,
  sending: 0,
  sent: 1,
  delivered: 0,
  failed: 0,
  skipped: 0,
  unknown: 0,
  cancelled: 0,
};

function ItemRow({ item, count }: { item: PlanItem; count: number }) {
  const t = useTranslations("recovery.items");
  const m = useTranslations("messages");
  const was =
    item.messageStatus === "partial"
      ? "deferred"
      : lookOf({ status: item.messageStatus, counts: NO_COUNTS, sendAt: null }).kind;
  return (
    <Tr>
      <Td num fit wideOnly className="text-ink-3 tabular-nums">
        {item.legacyId ?? item.messageId}
      </Td>
      <Td lead className="max-w-64 truncate max-md:whitespace-normal">
        <RowLink href={`/messages/${item.messageId}`}>{item.title || t("untitled")}</RowLink>
      </Td>
      <Td full className="text-ink-2 tabular-nums">
        {kstDate(new Date(item.createdAt)).replaceAll("-", ".")}
        <span className="md:hidden"> · {item.orgName}</span>
      </Td>
      <Td full>
        <Status kind={was}>{m(`looks.${item.messageStatus}`)}</Status>
      </Td>
      <Td num fit full label={t("columns.recorded")} className="tabular-nums">
        {t("of", { recorded: item.recorded, expected: item.expected })}
      </Td>
      <Td num fit toggle className="font-semibold tabular-nums">
        {count > 0 ? t("plus", { count }) : <span className="font-normal text-ink-3">0</span>}
      </Td>
      <Td full className="md:whitespace-normal">
        {item.conflicts > 0 ? (
          <Status kind="unknown">{t("kept", { count: item.conflicts })}</Status>
        ) : (
          <ItemAs item={item} />
        )}
      </Td>
      <Td num fit full label={t("columns.lost")} className={lostClass(item.unrecoverable)}>
        {item.unrecoverable.toLocaleString()}
      </Td>
    </Tr>
  );
}

const lostClass = (count: number) => (count > 0 ? "tabular-nums" : "text-ink-3 tabular-nums max-md:hidden");

/** As what its rows are written: on the provider's word first, the rest by rule. */
function ItemAs({ item }: { item: PlanItem }) {
  const t = useTranslations("recovery.items");
  const m = useTranslations("messages.rows");
  const r = useTranslations("reasons");
  const { delivered, failed, other } = item.proven;
  const proven = delivered + failed + other;
  const inferred = item.missing - proven;
  if (item.missing === 0) return <span className="text-ink-3">{t("nothing")}</span>;
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      {delivered > 0 && <Status kind="arrived">{t("delivered", { count: delivered })}</Status>}
      {failed > 0 && <Status kind="failed">{t("failed", { count: failed })}</Status>}
      {other > 0 && <Status kind="handed">{t("other", { count: other })}</Status>}
      {proven > 0 && <Tag>{t("proof")}</Tag>}
      {inferred > 0 && (
        <span
          className="inline-flex items-center gap-1.5"
          title={r.has(item.rowReason as "recovered_sent") ? r(item.rowReason as "recovered_sent") : undefined}
        >
          <Status kind={rowLooks[item.rowStatus]}>
            {t("inferred", { status: m(item.rowStatus), count: inferred })}
          </Status>
          <Tag>{t("guess")}</Tag>
        </span>
      )}
    </span>
  );
}
