"use client";
import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { Menu } from "@/components/ui/menu";

/** What the filter shows as a file; taking it is written down. */
export function TakeFile({ path, query }: { path: string; query: string }) {
  const t = useTranslations("logs.file");
  const take = (format: "csv" | "xlsx") => () => {
    const asked = new URLSearchParams(query);
    asked.set("format", format);
    window.location.assign(`${path}?${asked}`);
  };
  return (
    <Menu
      label={t("take")}
      align="end"
      items={[
        { id: "csv", label: t("csv"), onSelect: take("csv") },
        { id: "xlsx", label: t("xlsx"), onSelect: take("xlsx") },
      ]}
    >
      <Button>
        <Download aria-hidden />
        {t("take")}
      </Button>
    </Menu>
  );
}
