"use client";
import { useTranslations } from "use-intl";
import { Tabs } from "@/components/ui/tabs";

const PLACES = {
  overview: "/coverage",
  recoveries: "/coverage/recoveries",
  differences: "/coverage/differences",
  import: "/coverage/import",
} as const;

/** The screens about records: how many there are, what was put back, what came from elsewhere. */
export function CoverageTabs({ here, mayImport }: { here: keyof typeof PLACES; mayImport: boolean }) {
  const t = useTranslations("coverage.tabs");
  return (
    <Tabs
      label={t("label")}
      className="mb-6"
      tabs={(Object.keys(PLACES) as (keyof typeof PLACES)[])
        .filter((place) => place !== "import" || mayImport)
        .map((place) => ({ href: PLACES[place], label: t(place), current: place === here }))}
    />
  );
}
