"use client";
import { ArrowRight, Columns3Cog, Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Facts } from "@/components/ui/facts";
import { Card, CardBody, CardHead } from "@/components/ui/surface";
import { Table, TableFrame, Td, Th, Tr } from "@/components/ui/table";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/customers/csv-text";
import type { ImportReport } from "@/lib/customers/import-report";
import type { RefusedLine } from "@/lib/customers/import-row";
import { letterOf } from "./file-columns";
import { saveText } from "./send-file";

/** Lines shown on the page; the file has the rest. */
const SHOWN = 100;

/** How the titles were understood, and what the file does or did. */
export function ImportResult({ report, onMap }: { report: ImportReport; onMap?: () => void }) {
  const t = useTranslations("customers");
  const people = (count: number) => t("import.count", { count });
  return (
    <div className="grid gap-4">
      <Card className="overflow-hidden">
        <CardHead title={t(report.executed ? "import.result" : "import.would")} />
        <Facts
          strip
          facts={[
            [t("import.lines"), t("import.countLines", { count: report.lines })],
            [
              t("import.added"),
              <span key="a" className="text-arrived">
                {people(report.added)}
              </span>,
            ],
            [t("import.changed"), people(report.changed)],
            [
              t("import.unchanged"),
              <span key="u" className="text-ink-2">
                {people(report.unchanged)}
              </span>,
            ],
            [
              t("import.refused"),
              <span key="r" className={report.refused > 0 ? "text-failed" : "text-ink-2"}>
                {t("import.countLines", { count: report.refused })}
              </span>,
            ],
          ]}
        />
      </Card>
      {!report.executed && (
        <Card>
          <CardHead title={t("import.columns")}>
            {onMap && (
              <Button size="sm" onClick={onMap}>
                <Columns3Cog aria-hidden />
                {t("import.map.change")}
              </Button>
            )}
          </CardHead>
          <CardBody className="flex flex-wrap gap-2">
            {report.columns.map(({ title, field }, i) => (
              <span
                key={letterOf(i)}
                className="inline-flex items-center gap-1.5 rounded-md border border-line px-2.5 py-1 text-sm"
              >
                <span className="text-ink-3 text-xs">{letterOf(i)}</span>
                <span className={field ? "" : "text-ink-3"}>{title || "–"}</span>
                <ArrowRight className="size-3.5 text-ink-3" aria-hidden />
                {field ? (
                  <b className="text-accent-ink">{t(`fields.${field}`)}</b>
                ) : (
                  <span className="text-ink-3">{t("import.ignored")}</span>
                )}
              </span>
            ))}
          </CardBody>
        </Card>
      )}
      {report.refusals.length > 0 && <Refusals report={report} />}
    </div>
  );
}

function Refusals({ report: { refusals, refused } }: { report: ImportReport }) {
  const t = useTranslations("customers");
  const say = ({ reason, other }: RefusedLine) => t(`import.reasons.${reason}`, { other: other ?? 0 });
  const columnOf = ({ column }: RefusedLine) => (column ? t(`fields.${column}`) : "–");
  const download = () => {
    const head = [t("import.line"), t("import.column"), t("import.reason")];
    const lines = refusals.map((one) => [String(one.line), columnOf(one), say(one)]);
    saveText("import-refused.csv", BYTE_ORDER_MARK + [head, ...lines].map(csvLine).join(""));
  };
  const shown = refusals.slice(0, SHOWN);
  return (
    <section aria-labelledby="refusals" className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="refusals" className="font-semibold text-lg">
          {t("import.refusals")}
          {refused > shown.length && (
            <small className="ms-2 font-normal text-ink-3 text-xs">
              {t("import.refusalsCut", { shown: shown.length })}
            </small>
          )}
        </h2>
        <Button size="sm" onClick={download}>
          <Download aria-hidden />
          {t("import.download")}
        </Button>
      </div>
      <TableFrame>
        <Table label={t("import.refusals")} plain>
          <thead>
            <tr>
              <Th num>{t("import.line")}</Th>
              <Th>{t("import.column")}</Th>
              <Th>{t("import.reason")}</Th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Tr key={one.line}>
                <Td num fit className="tabular-nums">
                  {one.line.toLocaleString()}
                </Td>
                <Td fit>{columnOf(one)}</Td>
                <Td className="base:md:whitespace-normal text-ink-2">{say(one)}</Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </section>
  );
}
