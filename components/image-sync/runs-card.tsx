"use client";
import { useEffect, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { LoadMore } from "@/components/ui/load-more";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import { toLocale } from "@/lib/i18n/locale";
import type { SyncRunDto } from "@/lib/image-sync/run-dto";
import { formatWhen } from "@/lib/time/format";
import { runLooks } from "./run-looks";

export type RunPage = { items: SyncRunDto[]; nextCursor: string | null };

/** What was looked at and cleaned up so far, newest first. */
export function RunsCard({ first, now }: { first: RunPage; now: Date }) {
  const t = useTranslations("imageSync.runs");
  const say = useSayError();
  const toast = useToast();
  const [more, setMore] = useState<RunPage | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => setMore((old) => (first.items.length > 0 ? null : old)), [first]);
  const nextCursor = more ? more.nextCursor : first.nextCursor;
  const runs = [...first.items, ...(more?.items ?? [])].filter(({ reason }) => reason !== "verify");
  const next = async () => {
    setBusy(true);
    try {
      const page = await api<RunPage>(`/api/image-sync/runs?cursor=${nextCursor}`);
      setMore((old) => ({ items: [...(old?.items ?? []), ...page.items], nextCursor: page.nextCursor }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card aria-labelledby="runs">
      <CardHead id="runs" title={t("title")} note={t("note")} />
      <Table label={t("title")}>
        <thead>
          <tr>
            <Th num>{t("columns.id")}</Th>
            <Th>{t("columns.at")}</Th>
            <Th>{t("columns.by")}</Th>
            <Th>{t("columns.scope")}</Th>
            <Th num>{t("columns.problems")}</Th>
            <Th num>{t("columns.done")}</Th>
            <Th>{t("columns.state")}</Th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <RunRow key={run.id} run={run} now={now} />
          ))}
        </tbody>
      </Table>
      {nextCursor && <LoadMore onMore={() => void next()} busy={isBusy} />}
    </Card>
  );
}

function RunRow({ run, now }: { run: SyncRunDto; now: Date }) {
  const t = useTranslations("imageSync");
  const locale = toLocale(useLocale());
  const codes = run.scope.customerCodes;
  const { done } = run.ops;
  return (
    <Tr>
      <Td num fit wideOnly className="text-ink-3 tabular-nums">
        {run.id}
      </Td>
      <Td lead className="tabular-nums">
        <RowLink href={`/images/runs/${run.id}`}>{formatWhen(new Date(run.startedAt), now, locale)}</RowLink>
      </Td>
      <Td full className="max-w-40 truncate text-ink-2">
        {run.createdBy?.name ?? t(run.reason === "nightly" ? "runs.byNight" : "runs.bySystem")}
      </Td>
      <Td full className="max-w-56 truncate text-ink-2" title={codes?.join(", ")}>
        {codes ? t("runs.some", { first: codes[0] ?? "", more: codes.length - 1 }) : t("runs.all")}
      </Td>
      <Td num fit full label={t("runs.columns.problems")} className="tabular-nums">
        {run.totals
          ? t("runs.problems", {
              customers: run.totals.problemCustomers,
              rows: run.totals.ghost + run.totals.duplicate,
            })
          : "–"}
      </Td>
      <Td num fit full label={t("runs.columns.done")} className="tabular-nums">
        {done > 0 || run.ops.planned > 0 ? t("runs.done", { done, all: run.ops.planned }) : "–"}
      </Td>
      <Td toggle fit>
        <Status kind={runLooks[run.state]}>{t(`states.${run.state}`)}</Status>
      </Td>
    </Tr>
  );
}
