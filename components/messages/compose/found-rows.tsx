"use client";
import { useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import type { ReadRows } from "@/lib/messages/recipient-rows";

/** What was understood of a paste or a file, before it is added. */
export function FoundRows({ found }: { found: ReadRows }) {
  const t = useTranslations("messageCompose.found");
  if (found.rows.length === 0) return null;
  const named = found.rows.filter((row) => row.name).length;
  return (
    <Note role="status" title={t("count", { count: found.rows.length })}>
      <p>{t("named", { count: named })}</p>
      {found.columns.length > 0 && (
        <p>{t("columns", { columns: found.columns.map((column) => `#{${column}}`).join(", ") })}</p>
      )}
    </Note>
  );
}
