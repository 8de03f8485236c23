"use client";
import { History } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { CoverageTabs } from "@/components/coverage/coverage-tabs";
import { api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { ButtonLink } from "@/components/ui/button";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { RowLink, Table, TableFrame, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import { pctText } from "@/lib/coverage/coverage";
import { toLocale } from "@/lib/i18n/locale";
import type { RunDto } from "@/lib/recovery/run-dto";
import { formatDateTime } from "@/lib/time/format";
import { runLooks } from "./run-looks";
import { useScopeWords } from "./use-scope-words";

type Page = { items: RunDto[]; nextCursor: string | null };
type Props = { first: Page; orgNames: Readonly<Record<number, string>>; mayImport: boolean };

/** Every recovery that was ever applied: when, by whom, of what, before → after. */
export function RunsScreen({ first, orgNames, mayImport }: Props) {
  const t = useTranslations("recovery.runs");
  const say = useSayError();
  const toast = useToast();
  const [more, setMore] = useState<Page | null>(null);
  const [isBusy, setBusy] = useState(false);
  const nextCursor = more ? more.nextCursor : first.nextCursor;
  const runs = [...first.items, ...(more?.items ?? [])];
  const next = async () => {
    setBusy(true);
    try {
      const page = await api<Page>(`/api/coverage/recoveries?cursor=${nextCursor}`);
      setMore((old) => ({ items: [...(old?.items ?? []), ...page.items], nextCursor: page.nextCursor }));
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <CoverageTabs here="recoveries" mayImport={mayImport} />
      <PageHeader
        title={runs.length > 0 ? t("headline", { count: runs.length }) : t("headlineNone")}
        lede={t("lede")}
      />
      <TableFrame>
        {runs.length === 0 ? (
          <StateBlock
            icon={<History aria-hidden />}
            title={t("empty")}
            action={<ButtonLink href="/coverage">{t("toCoverage")}</ButtonLink>}
          >
            {t("emptyWhy")}
          </StateBlock>
        ) : (
          <Table label={t("title")}>
            <thead>
              <tr>
                <Th num>{t("columns.id")}</Th>
                <Th>{t("columns.at")}</Th>
                <Th>{t("columns.by")}</Th>
                <Th>{t("columns.scope")}</Th>
                <Th num>{t("columns.messages")}</Th>
                <Th num>{t("columns.rows")}</Th>
                <Th num>{t("columns.share")}</Th>
                <Th>{t("columns.state")}</Th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <RunRow key={run.runId} run={run} orgName={orgNames[run.scope.orgId ?? 0] ?? null} />
              ))}
            </tbody>
          </Table>
        )}
        {nextCursor && <LoadMore onMore={() => void next()} busy={isBusy} />}
      </TableFrame>
    </>
  );
}

function RunRow({ run, orgName }: { run: RunDto; orgName: string | null }) {
  const t = useTranslations("recovery");
  const locale = toLocale(useLocale());
  const scopeWords = useScopeWords();
  return (
    <Tr>
      <Td num fit wideOnly className="text-ink-3 tabular-nums">
        {run.runId}
      </Td>
      <Td lead className="tabular-nums">
        <RowLink href={`/coverage/recoveries/${run.runId}`}>
          {formatDateTime(new Date(run.startedAt ?? run.createdAt), locale)}
        </RowLink>
      </Td>
      <Td full className="text-ink-2">
        {run.createdBy?.name || t("facts.bySystem")}
      </Td>
      <Td full className="text-ink-2">
        {scopeWords(run.scope, orgName)}
      </Td>
      <Td num fit full label={t("runs.columns.messages")} className="tabular-nums">
        {run.messages.toLocaleString()}
      </Td>
      <Td num fit full label={t("runs.columns.rows")} className="tabular-nums">
        {run.applied.toLocaleString()} / {run.rows.toLocaleString()}
      </Td>
      <Td num fit full label={t("runs.columns.share")} className="tabular-nums">
        {t("runs.share", { before: pctText(run.before.pct), after: pctText(run.after.pct) })}
      </Td>
      <Td toggle fit>
        <Status kind={runLooks[run.state]}>{t(`states.${run.state}`)}</Status>
      </Td>
    </Tr>
  );
}
