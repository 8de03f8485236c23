"use client";
import { useTranslations } from "use-intl";
import { Chip, Chips } from "@/components/ui/chip";
import { Status } from "@/components/ui/status";
import type { Preview } from "./compose-types";
import type { ResultRow, Verdict } from "./result-rows";

export type ResultFilter = "all" | Exclude<Verdict, "waiting">;
const LOOKS = { send: "arrived", skip: "skipped", mend: "failed", ask: "unknown" } as const;

/** How many go out, are left out, can be mended or need a look; pressing one shows only those. */
export function ResultChips({
  results,
  preview,
  value,
  onChange,
}: {
  results: readonly ResultRow[];
  preview: Preview | null;
  value: ResultFilter;
  onChange: (value: ResultFilter) => void;
}) {
  const t = useTranslations("messageCompose.recipients");
  const of = (verdict: Verdict) => results.filter((row) => row.verdict === verdict).length;
  const total = preview?.requested ?? results.length;
  const counts = { send: preview?.enqueued ?? 0, skip: of("skip"), mend: of("mend"), ask: of("ask") };
  return (
    <Chips label={t("filter")}>
      <Chip on={value === "all"} value={total.toLocaleString()} onClick={() => onChange("all")}>
        {t("all")}
      </Chip>
      {(Object.keys(LOOKS) as (keyof typeof LOOKS)[]).map((verdict) => (
        <Chip
          key={verdict}
          on={value === verdict}
          aria-pressed={value === verdict}
          value={counts[verdict].toLocaleString()}
          onClick={() => onChange(value === verdict ? "all" : verdict)}
        >
          <Status kind={LOOKS[verdict]}>{t(verdict)}</Status>
        </Chip>
      ))}
    </Chips>
  );
}
