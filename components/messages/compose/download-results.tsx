"use client";
import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { BYTE_ORDER_MARK, csvLine } from "@/lib/customers/csv-text";
import type { ResultRow } from "./result-rows";
import { useSayReason } from "./use-say-reason";

/** The table as a file for Excel, numbers masked as on the screen. It is made here; nothing leaves the browser. */
export function DownloadResults({ rows }: { rows: readonly ResultRow[] }) {
  const t = useTranslations("messageCompose.recipients");
  const say = useSayReason();
  const download = () => {
    const head = [t("line"), t("name"), t("number"), t("result"), t("reason")];
    const lines = rows.map(({ line, name, phone, verdict, reason }) => [
      line === null ? "" : String(line),
      name ?? "",
      phone,
      t(`verdict.${verdict}`),
      reason === null ? "" : say(reason),
    ]);
    const text = BYTE_ORDER_MARK + [head, ...lines].map(csvLine).join("");
    const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    const link = Object.assign(document.createElement("a"), { href: url, download: "recipients.csv" });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <Button size="sm" variant="ghost" onClick={download}>
      <Download aria-hidden />
      {t("download")}
    </Button>
  );
}
