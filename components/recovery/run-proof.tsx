"use client";
import { useLocale, useTranslations } from "use-intl";
import { rowLooks } from "@/components/messages/list/message-looks";
import { ProofCard } from "@/components/ui/proof-card";
import { Status } from "@/components/ui/status";
import { RowLink, Table, Td, Th, Tr } from "@/components/ui/table";
import type { MessageLogStatus } from "@/db/enums";
import { toLocale } from "@/lib/i18n/locale";
import type { RunDto } from "@/lib/recovery/run-dto";
import { formatDateTime } from "@/lib/time/format";

/** What was read back after a run, through the same door a customer's history comes from (C-09, S0-27). */
export function RunProof({ run }: { run: RunDto }) {
  const t = useTranslations("recovery.proof");
  const m = useTranslations("messages.rows");
  const locale = toLocale(useLocale());
  const { evidence } = run;
  if (!evidence) return null;
  const { samples, ok, missing, rows } = evidence;
  const shown = samples.filter(({ expected, found }) => expected === found).length;
  const word = (status: string) => (
    <Status kind={rowLooks[status as MessageLogStatus]}>{m(status as MessageLogStatus)}</Status>
  );
  return (
    <ProofCard
      title={t("title")}
      until={t("at", { at: formatDateTime(new Date(evidence.at), locale) })}
      figures={[
        { label: t("planned"), value: run.rows.toLocaleString() },
        { label: t("written"), value: rows.toLocaleString(), kind: "arrived" },
        { label: t("missing"), value: missing.toLocaleString(), ...(missing > 0 && { kind: "failed" as const }) },
        { label: t("shown"), value: `${shown}/${samples.length}` },
      ]}
      reasons={[
        { kind: ok ? "arrived" : "failed", text: t(ok ? "ok" : "notOk") },
        { kind: "handed", text: t("rows", { count: rows }) },
        { kind: missing > 0 ? "failed" : "arrived", text: missing > 0 ? t("some", { count: missing }) : t("none") },
      ]}
      more={
        samples.length > 0 && (
          <details className="border-line border-t">
            <summary className="cursor-pointer px-4 py-3 font-medium text-sm">{t("samples")}</summary>
            <Table label={t("samples")} plain>
              <thead>
                <tr>
                  <Th>{t("samples")}</Th>
                  <Th>{t("expected")}</Th>
                  <Th>{t("found")}</Th>
                </tr>
              </thead>
              <tbody>
                {samples.map(({ messageId, phoneLast4, expected, found }) => (
                  <Tr key={`${messageId}-${phoneLast4}-${expected}`}>
                    <Td className="tabular-nums">
                      <RowLink href={`/messages/${messageId}`}>
                        {messageId} · {phoneLast4 ? `****-${phoneLast4}` : "–"}
                      </RowLink>
                    </Td>
                    <Td>{word(expected)}</Td>
                    <Td>{found === null ? <Status kind="failed">{t("nothing")}</Status> : word(found)}</Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </details>
        )
      }
      foot={t("foot", { id: run.runId })}
    />
  );
}
