"use client";
import { Network } from "lucide-react";
import { useTranslations } from "use-intl";
import { Chip } from "@/components/ui/chip";
import { partOf } from "@/components/ui/load-part";
import { Popover } from "@/components/ui/popover";
import type { PickOrg } from "./org-picks";

type Props = { orgs: readonly PickOrg[]; picks: readonly number[]; onChange: (picks: number[]) => void };

const orgChoice = partOf(() => import("./org-choice").then((module) => module.OrgChoice));

/** Organisations by their tree; ticking one means everything below it too. */
export function OrgChip({ orgs, picks, onChange }: Props) {
  const t = useTranslations("schedules.filters");
  const [first = "", ...more] = picks.flatMap((id) => orgs.find((org) => org.id === id)?.name ?? []);
  return (
    <Popover
      label={t("org")}
      className="w-[268px] p-1.5"
      trigger={
        <Chip
          icon={<Network aria-hidden />}
          on={picks.length > 0}
          value={more.length > 0 ? t("several", { first, more: more.length }) : first}
          end="open"
        >
          {t("org")}
        </Chip>
      }
      body={orgChoice}
      given={{ orgs, picks, onChange }}
    />
  );
}
