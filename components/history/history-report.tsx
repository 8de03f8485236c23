"use client";
import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { saveText } from "@/components/customers/send-file";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, TableFrame, Td, Th, Tr } from "@/components/ui/table";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/customers/csv-text";
import type { HistoryReport } from "@/lib/history/import-history";

/** Lines shown on the page; the file has the rest. */
const SHOWN = 100;

/** What a file of old records does or did, and which of its lines were left out. */
export function HistoryResult({ report }: { report: HistoryReport }) {
  const t = useTranslations("historyImport");
  const { messages, recipients, logs, bad, lines } = report;
  const some = (...words: (string | false)[]) => words.filter(Boolean).join(" · ");
  const fact = (fresh: number, rest: string) => (
    <span className="grid">
      <b className={fresh > 0 ? "font-semibold text-arrived" : "font-medium text-ink-2"}>
        {t("facts.new", { count: fresh })}
      </b>
      {rest && <span className="font-normal text-ink-3 text-xs">{rest}</span>}
    </span>
  );
  return (
    <div className="grid gap-4">
      <Card className="overflow-hidden">
        <CardHead title={t(report.executed ? "result" : "would")} note={t("facts.to", { tenant: report.tenant })} />
        <Facts
          strip
          facts={[
            [t("facts.lines"), t("facts.countLines", { count: lines })],
            [
              t("facts.messages"),
              fact(messages.added, some(messages.unchanged > 0 && t("facts.known", { count: messages.unchanged }))),
            ],
            [
              t("facts.recipients"),
              fact(
                recipients.added,
                some(recipients.duplicates > 0 && t("facts.twice", { count: recipients.duplicates })),
              ),
            ],
            [
              t("facts.logs"),
              fact(
                logs.added,
                some(
                  logs.unchanged > 0 && t("facts.known", { count: logs.unchanged }),
                  logs.extra > 0 && t("facts.extra", { count: logs.extra }),
                ),
              ),
            ],
            [
              t("facts.bad"),
              <span key="bad" className={bad > 0 ? "text-failed" : "text-ink-2"}>
                {t("facts.countLines", { count: bad })}
              </span>,
            ],
          ]}
        />
      </Card>
      {report.badLines.length > 0 && <BadLines report={report} />}
    </div>
  );
}

function BadLines({ report: { badLines, bad } }: { report: HistoryReport }) {
  const t = useTranslations("historyImport.badLines");
  const h = useTranslations("history.bad");
  const say = (reason: string) => (h.has(reason as "id_bad") ? h(reason as "id_bad") : reason);
  const download = () => {
    const head = [t("line"), t("column"), t("why")];
    const lines = badLines.map(({ line, column, reason }) => [String(line), column ?? "", say(reason)]);
    saveText("import-left-out.csv", BYTE_ORDER_MARK + [head, ...lines].map(csvLine).join(""));
  };
  const shown = badLines.slice(0, SHOWN);
  return (
    <section aria-labelledby="bad-lines" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="bad-lines" className="font-semibold text-lg">
          {t("title")}
          {bad > shown.length && (
            <small className="ms-2 font-normal text-ink-3 text-xs">{t("cut", { shown: shown.length })}</small>
          )}
        </h2>
        <Button size="sm" onClick={download}>
          <Download aria-hidden />
          {t("download")}
        </Button>
      </div>
      <TableFrame>
        <Table label={t("title")} plain>
          <thead>
            <tr>
              <Th num>{t("line")}</Th>
              <Th>{t("column")}</Th>
              <Th>{t("why")}</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ line, column, reason }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: one line can be left out for two reasons; the list never changes
              <Tr key={i}>
                <Td num fit className="tabular-nums">
                  {line.toLocaleString()}
                </Td>
                <Td fit>{column ?? "–"}</Td>
                <Td className="base:md:whitespace-normal py-2 text-ink-2">{say(reason)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
