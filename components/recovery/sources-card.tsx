"use client";
import { Info } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { Facts } from "@/components/ui/facts";
import { Note } from "@/components/ui/note";
import { Status } from "@/components/ui/status";
import { Card, CardBody } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { toLocale } from "@/lib/i18n/locale";
import type { RunDto } from "@/lib/recovery/run-dto";
import { formatDateTime } from "@/lib/time/format";
import { useScopeWords } from "./use-scope-words";

const HASH_SHOWN = 8;

/** What fills the gaps and as what it is written. */
export function SourcesCard({ run: { rows, proven, unrecoverable } }: { run: RunDto }) {
  const t = useTranslations("recovery");
  return (
    <Card>
      <Table label={t("sources.title")} plain>
        <thead>
          <tr>
            <Th>{t("sources.title")}</Th>
            <Th num>{t("sources.rows")}</Th>
            <Th>{t("sources.as")}</Th>
          </tr>
        </thead>
        <tbody>
          <Tr>
            <Td className="font-medium">{t("sources.proven")}</Td>
            <Td num className="tabular-nums">
              {proven.toLocaleString()}
            </Td>
            <Td>
              <Status kind="handed">{t("sources.asProven")}</Status>
            </Td>
          </Tr>
          <Tr>
            <Td className="font-medium">{t("sources.inferred")}</Td>
            <Td num className="tabular-nums">
              {(rows - proven).toLocaleString()}
            </Td>
            <Td>
              <Status kind="unknown">{t("sources.asInferred")}</Status>
            </Td>
          </Tr>
          <Tr>
            <Td className="font-medium">{t("sources.lost")}</Td>
            <Td num className="tabular-nums">
              {unrecoverable.toLocaleString()}
            </Td>
            <Td>
              <Status kind="skipped">{t("sources.asLost")}</Status>
            </Td>
          </Tr>
        </tbody>
      </Table>
    </Card>
  );
}

/** What binds the plan, what it means, and who made it. */
export function FactsCard({ run, unasked, orgName }: { run: RunDto; unasked: number; orgName: string | null }) {
  const t = useTranslations("recovery");
  const locale = toLocale(useLocale());
  const scopeWords = useScopeWords();
  const { rows, planHash } = run;
  const hash = planHash.slice(0, HASH_SHOWN).replace(/^(.{4})/, "$1 ");
  const at = (moment: string | null) => moment && formatDateTime(new Date(moment), locale);
  const times = [
    [t("facts.planned"), at(run.createdAt)],
    [t("facts.started"), at(run.startedAt)],
    [t("facts.finished"), at(run.finishedAt)],
    [t("facts.undone"), at(run.undoneAt)],
  ].filter(([, value]) => value);
  return (
    <Card>
      <CardBody className="grid gap-4">
        <Note icon={<Info aria-hidden />} title={t("note.title")}>
          {t("note.text")}
          {unasked > 0 && <span className="mt-1 block">{t("note.unasked", { count: unasked })}</span>}
        </Note>
        <Facts
          facts={[
            [t("facts.number"), <span key="hash">{t("facts.bound", { hash })}</span>],
            [t("facts.scope"), scopeWords(run.scope, orgName)],
            [t("facts.how"), t("facts.howText")],
            [t("facts.undo"), t("facts.undoText", { rows })],
            [t("facts.by"), run.createdBy?.name || t("facts.bySystem")],
            ...times.map(([label, value]) => [label, value] as const),
          ]}
        />
      </CardBody>
    </Card>
  );
}
