"use client";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Status } from "@/components/ui/status";
import { Table, TableFrame, Td, Th, Tr } from "@/components/ui/table";
import type { ResultFilter } from "./result-chips";
import type { ResultRow } from "./result-rows";
import { useSayReason } from "./use-say-reason";

const LOOKS = { send: "arrived", skip: "skipped", mend: "failed", ask: "unknown", waiting: "unreached" } as const;
const PAGE = 50;

type Props = {
  rows: readonly ResultRow[];
  filter: ResultFilter;
  /** Takes a typed line out; null where nothing may be changed. */
  onRemove: ((index: number) => void) | null;
};

/** Each recipient with its verdict and the reason; numbers masked. */
export function RecipientTable({ rows, filter, onRemove }: Props) {
  const t = useTranslations("messageCompose.recipients");
  const say = useSayReason();
  const [shown, setShown] = useState(PAGE);
  const chosen = rows.filter((row) => filter === "all" || row.verdict === filter);
  if (chosen.length === 0)
    return (
      <p className="rounded-xl border border-line px-4 py-6 text-center text-ink-2 text-sm">{t(`none.${filter}`)}</p>
    );
  return (
    <TableFrame>
      <Table label={t("table")}>
        <thead>
          <tr>
            <Th>{t("line")}</Th>
            <Th>{t("name")}</Th>
            <Th>{t("number")}</Th>
            <Th>{t("result")}</Th>
            <Th>{t("reason")}</Th>
            <Th>
              <span className="sr-only">{t("actions")}</span>
            </Th>
          </tr>
        </thead>
        <tbody>
          {chosen.slice(0, shown).map((row) => (
            <Tr key={row.key}>
              <Td wideOnly className="text-ink-3">
                {row.line ?? "–"}
              </Td>
              <Td lead className="max-w-40 truncate font-semibold max-md:max-w-none max-md:whitespace-normal">
                {row.name ?? <span className="font-normal text-ink-3">{t("nameless")}</span>}
              </Td>
              <Td>{row.phone}</Td>
              <Td>
                <Status kind={LOOKS[row.verdict]}>{t(`verdict.${row.verdict}`)}</Status>
              </Td>
              <Td full className="text-ink-2 max-md:empty:hidden md:min-w-36 md:whitespace-normal">
                {row.reason && say(row.reason)}
              </Td>
              <Td full className="text-end max-md:text-start max-md:empty:hidden">
                {onRemove && row.line !== null && row.verdict !== "send" && (
                  <Button size="sm" variant="ghost" className="max-md:-ms-2.5" onClick={() => onRemove(row.line! - 1)}>
                    {t("remove")}
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {chosen.length > shown && (
        <div className="border-line border-t p-2 text-center">
          <Button size="sm" variant="ghost" onClick={() => setShown(shown + PAGE * 4)}>
            {t("more", { shown, total: chosen.length })}
          </Button>
        </div>
      )}
    </TableFrame>
  );
}
