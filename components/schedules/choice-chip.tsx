"use client";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Chip } from "@/components/ui/chip";
import { partOf } from "@/components/ui/load-part";
import { Popover } from "@/components/ui/popover";

export type Choice = { value: string; label: string; note?: string };

type Props = {
  name: string;
  icon?: ReactNode;
  options: readonly Choice[];
  chosen: readonly string[];
  /** One at most: choosing another takes the first away. */
  single?: boolean;
  onChange: (chosen: string[]) => void;
  /** Said below a list that doesn't hold everything. */
  foot?: string | undefined;
};

const choiceList = partOf(() => import("./choice-list").then((module) => module.ChoiceList));

/** A filter as a chip: it says what is chosen, and opens the list to choose from. */
export function ChoiceChip({ name, icon, options, chosen, single = false, onChange, foot }: Props) {
  const t = useTranslations("schedules.filters");
  const labels = chosen.map((value) => options.find((one) => one.value === value)?.label ?? "…");
  const [first = "", ...more] = labels;
  const value = more.length > 1 ? t("several", { first, more: more.length }) : labels.join("·");
  return (
    <Popover
      label={name}
      className="w-64 p-2"
      trigger={
        <Chip icon={icon} on={labels.length > 0} value={value} end="open">
          {name}
        </Chip>
      }
      body={choiceList}
      given={{ name, options, chosen, single, onChange, foot }}
    />
  );
}
