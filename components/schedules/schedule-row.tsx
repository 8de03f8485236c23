"use client";
import { Copy, Ellipsis, Pencil, Send, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { Switch } from "@/components/ui/switch";
import { RowLink, Td, Tr } from "@/components/ui/table";
import { arrivalRate } from "@/lib/schedules/recent-results";
import { NextRun } from "./next-run";
import { RecentStrip } from "./recent-strip";
import type { ScheduleActions } from "./use-schedule-actions";
import type { Row } from "./use-schedules";

type Props = {
  row: Row;
  now: Date;
  repeat: string;
  mayWrite: boolean;
  chosen: boolean;
  onChoose: (chosen: boolean) => void;
  onSendNow: () => void;
  actions: ScheduleActions;
};

export function ScheduleRow({ row, now, repeat, mayWrite, chosen, onChoose, onSendNow, actions }: Props) {
  const t = useTranslations("schedules");
  const rate = arrivalRate(row.recentResults);
  const counted = row.recentResults.filter((look) => look !== "skipped").length;
  const refused = mayWrite ? {} : { disabledReason: t("may.not") };
  const items: MenuItem[] = [
    { id: "edit", label: mayWrite ? t("row.edit") : t("row.open"), icon: <Pencil />, href: `/schedules/${row.id}` },
    { id: "copy", label: t("row.copy"), icon: <Copy />, href: `/schedules/new?copy=${row.id}`, ...refused },
    { id: "send", label: t("row.sendNow"), icon: <Send />, onSelect: onSendNow, ...refused },
    "line",
    {
      id: "remove",
      label: t("row.remove"),
      icon: <Trash2 />,
      danger: true,
      onSelect: () => void actions.remove(row),
      ...refused,
    },
  ];
  return (
    <Tr selected={chosen} off={row.status !== "active"}>
      <Td fit wideOnly>
        <Checkbox
          className="z-1"
          aria-label={t("row.choose", { title: row.title })}
          checked={chosen}
          onChange={(event) => onChoose(event.target.checked)}
        />
      </Td>
      <Td fit toggle className="max-md:col-start-2 max-md:row-start-1 max-md:me-9">
        <Switch
          quiet
          className="z-1"
          label={t("row.switch", { title: row.title })}
          checked={row.status === "active"}
          onChange={(on) => void actions.turn(row, on ? "active" : "inactive")}
          {...(!mayWrite && { reason: t("may.not") })}
        />
      </Td>
      <Td lead className="max-w-72 truncate max-md:col-start-1 max-md:row-start-1 max-md:whitespace-normal">
        <RowLink href={`/schedules/${row.id}`}>{row.title}</RowLink>
      </Td>
      <Td className="max-w-44 truncate text-ink-2 max-md:col-span-2 max-md:row-start-2 max-md:max-w-full">
        {row.room.name}
        <span className="md:hidden"> · {repeat}</span>
      </Td>
      <Td wideOnly className="max-w-36 truncate text-ink-2">
        {row.org.name}
      </Td>
      <Td wideOnly className="text-ink-2">
        {repeat}
      </Td>
      <Td>
        <NextRun row={row} now={now} />
      </Td>
      <Td className="max-md:justify-self-end">
        <RecentStrip looks={row.recentResults} />
      </Td>
      <Td
        num
        wideOnly
        className="tabular-nums"
        title={rate === null ? undefined : t("results.rateOf", { arrived: Math.round(rate * counted), counted })}
      >
        {rate === null ? "–" : `${Number((rate * 100).toFixed(1))}%`}
      </Td>
      <Td fit className="max-md:col-start-2 max-md:row-start-1 max-md:justify-self-end">
        <Menu label={t("row.menu", { title: row.title })} items={items}>
          <IconButton size="sm" label={t("row.menu", { title: row.title })} className="z-1 max-md:-my-0.5 max-md:-me-2">
            <Ellipsis aria-hidden />
          </IconButton>
        </Menu>
      </Td>
    </Tr>
  );
}
