"use client";
import { useLocale, useTranslations } from "use-intl";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ImportedFile } from "@/lib/history/queries";
import { toLocale } from "@/lib/i18n/locale";
import { formatDateTime } from "@/lib/time/format";

/** Files that were read, and those that wait to be gone on with. */
export function PastImports({ files }: { files: readonly ImportedFile[] }) {
  const t = useTranslations("historyImport.past");
  const locale = toLocale(useLocale());
  if (files.length === 0) return null;
  return (
    <Card aria-labelledby="past-imports">
      <CardHead id="past-imports" title={t("title")} />
      <Table label={t("title")}>
        <thead>
          <tr>
            <Th>{t("columns.file")}</Th>
            <Th>{t("columns.at")}</Th>
            <Th>{t("columns.by")}</Th>
            <Th>{t("columns.what")}</Th>
            <Th num>{t("columns.bad")}</Th>
            <Th>{t("columns.state")}</Th>
          </tr>
        </thead>
        <tbody>
          {files.map((file) => (
            <Tr key={file.id}>
              <Td lead className="max-w-56 truncate" title={`${file.fileName} · ${file.source} · ${file.tenant}`}>
                {file.fileName}
              </Td>
              <Td full className="text-ink-2 tabular-nums">
                {formatDateTime(new Date(file.startedAt), locale)}
              </Td>
              <Td full className="text-ink-2">
                {file.by}
              </Td>
              <Td full className="tabular-nums">
                {t("what", { messages: file.messages, logs: file.logs })}
              </Td>
              <Td num fit full label={t("columns.bad")} className="tabular-nums">
                {file.bad.toLocaleString()}
              </Td>
              <Td toggle fit>
                {file.state === "done" ? (
                  <Status kind="arrived">{t("done")}</Status>
                ) : (
                  <Status kind="deferred" title={t("runningWhy")}>
                    {t("running", { position: file.position })}
                  </Status>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
