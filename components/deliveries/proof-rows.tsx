"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "use-intl";
import type { LogDetail } from "@/lib/deliveries/detail-queries";
import { exactTime, partName } from "./detail-words";
import { partStatusOf } from "./part-status-of";

/** The rows of the ledger behind a proof, by their numbers, so that anybody can look them up. */
export function ProofRows({ log }: { log: LogDetail }) {
  const t = useTranslations("logDetail");
  const l = useTranslations("logs");
  const event = (name: string) => {
    const key = `proof.events.${name}` as Parameters<typeof t.has>[0];
    return t.has(key) ? (t as (key: string) => string)(key) : name;
  };
  const rows = [
    { id: `kb_schedule_logs #${log.id}`, text: t("proof.rowRun", { schedule: log.scheduleId }) },
    ...log.parts.map((part) => ({
      id: `kb_schedule_log_parts #${part.rowId}`,
      text: t("proof.rowPart", {
        part: partName(part, t),
        status: partStatusOf(part, log.status, l).word,
        tries: part.attempt,
        fence: part.fence,
      }),
    })),
    ...log.events.map((row) => ({
      id: `delivery_events #${row.id}`,
      text: `${exactTime(row.at).slice(0, 8)} ${event(row.event)}`,
    })),
  ];
  return (
    <details className="group border-line border-t text-sm">
      <summary className="flex cursor-pointer list-none items-center gap-1.5 px-4 py-2.5 text-ink-2 hover:bg-sunken focus-visible:-outline-offset-2 touch:py-3 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-3.5 transition-transform group-open:rotate-90" />
        {t("proof.rows", { count: rows.length })}
      </summary>
      <ul className="grid gap-2 px-4 pb-3">
        {rows.map((row) => (
          <li key={row.id}>
            <code className="block break-all text-ink-3 text-xs">{row.id}</code>
            {row.text}
          </li>
        ))}
      </ul>
    </details>
  );
}
