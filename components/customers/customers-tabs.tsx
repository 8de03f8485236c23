"use client";
import { useTranslations } from "use-intl";
import { Tabs } from "@/components/ui/tabs";

const PLACES = {
  people: "/customers",
  lists: "/customers/lists",
  optOuts: "/customers/opt-outs",
  numbers: "/customers/numbers",
} as const;

/** The screens about customers. */
export function CustomersTabs({ here }: { here: keyof typeof PLACES }) {
  const t = useTranslations("customers.tabs");
  return (
    <Tabs
      label={t("label")}
      className="mb-4"
      tabs={(Object.keys(PLACES) as (keyof typeof PLACES)[]).map((place) => ({
        href: PLACES[place],
        label: t(place),
        current: place === here,
      }))}
    />
  );
}
