"use client";
import { Lock } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Table, TableFrame, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import { toLocale } from "@/lib/i18n/locale";
import type { TemplateDto } from "@/lib/schedules/template-queries";
import { formatDay, formatExact, formatWhen } from "@/lib/time/format";
import { kstDate } from "@/lib/time/kst";

type Props = {
  templates: readonly TemplateDto[];
  selected: number | null;
  now: Date;
  onOpen: (id: number) => void;
};

/** Name, the beginning of the text, whose it is and when it was changed; what comes from above wears a lock. */
export function TemplateTable({ templates, selected, now, onOpen }: Props) {
  const t = useTranslations("templates");
  const locale = toLocale(useLocale());
  return (
    <TableFrame>
      <Table label={t("title")} className="md:table-fixed">
        <thead>
          <tr>
            <Th className="md:w-[34%]">{t("columns.name")}</Th>
            <Th>{t("columns.body")}</Th>
            <Th className="md:w-32">{t("columns.from")}</Th>
            <Th num className="md:w-28">
              {t("columns.updated")}
            </Th>
          </tr>
        </thead>
        <tbody>
          {templates.map((one) => {
            const updated = new Date(one.updatedAt);
            return (
              <Tr key={one.id} className={cn(one.id === selected && "xl:bg-accent-soft xl:hover:bg-accent-soft")}>
                <Td lead>
                  <button
                    type="button"
                    aria-label={t("open", { name: one.name })}
                    aria-pressed={one.id === selected}
                    onClick={() => onOpen(one.id)}
                    className="flex w-full min-w-0 items-center gap-2 text-start font-semibold outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
                  >
                    <span className="min-w-0 md:truncate">{one.name}</span>
                    {!one.isOwn && <Lock className="size-3.5 shrink-0 text-ink-3" aria-hidden />}
                  </button>
                </Td>
                <Td full className="text-ink-2">
                  <span className="block truncate">{one.body.replace(/\s+/g, " ")}</span>
                </Td>
                <Td toggle>
                  <Tag title={one.org.name} className="max-md:max-w-[45vw]">
                    <span className="truncate leading-5">{one.org.name}</span>
                  </Tag>
                </Td>
                <Td num full className="text-ink-2 max-md:text-ink-3 max-md:text-xs">
                  <time dateTime={one.updatedAt} title={formatExact(updated, locale)}>
                    {kstDate(updated) === kstDate(now) ? formatWhen(updated, now, locale) : formatDay(updated, locale)}
                  </time>
                </Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </TableFrame>
  );
}
