"use client";
import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Note } from "@/components/ui/note";
import { Skeleton } from "@/components/ui/states";
import type { MovePreview } from "@/lib/orgs/preview-move";
import type { TreeOrg } from "@/lib/orgs/tree";
import { productStep } from "@/lib/rooms/limits";

type Props = { org: TreeOrg; preview: MovePreview | undefined; isLoading: boolean; error: string | null };

/** Now → after, one row per consequence, unchanged ones too. */
export function MoveConsequences({ org, preview, isLoading, error }: Props) {
  const t = useTranslations("orgs.move");
  if (error) return <Note role="alert" family="is-failed" icon={<CircleX />} title={error} className="mt-4" />;
  if (!preview && !isLoading) return <p className="px-1 py-10 text-center text-ink-2 text-sm">{t("pick")}</p>;

  const limitOf = (side: MovePreview["now"] | undefined) =>
    side?.runsPerDay ? t("limitValue", side.runsPerDay) : t("limitNone", { value: productStep.limits.runsPerDay ?? 0 });
  const same = <span className="text-ink-2">{t("same")}</span>;
  const changed = (before: string, after: string): ReactNode => (before === after ? same : <b>{after}</b>);
  const [now, after] = [preview?.now, preview?.after];
  const rows: [ReactNode, ReactNode, ReactNode][] = [
    [
      t("watchers"),
      t("people", { count: now?.watchers ?? 0 }),
      changed(t("people", { count: now?.watchers ?? 0 }), t("people", { count: after?.watchers ?? 0 })),
    ],
    [t("limit"), limitOf(now), changed(limitOf(now), limitOf(after))],
    [
      t("templates"),
      t("templatesValue", { count: now?.templates ?? 0 }),
      changed(
        t("templatesValue", { count: now?.templates ?? 0 }),
        t("templatesValue", { count: after?.templates ?? 0 }),
      ),
    ],
    [t("below"), t("orgs", { count: preview?.orgs ?? 0 }), preview?.orgs ? t("along") : same],
    [t("roomsAndSchedules"), t("roomsValue", { rooms: preview?.rooms ?? 0, schedules: preview?.schedules ?? 0 }), same],
    [
      t("history"),
      t("historyNow", { name: org.name }),
      <span key="h" className="text-ink-2">
        {t("historyThen")}
      </span>,
    ],
  ];
  return (
    <table className="mt-3 w-full border-collapse text-sm" aria-busy={!preview}>
      <thead>
        <tr className="border-line border-b text-start text-ink-3 text-xs">
          <th scope="col" className="h-9 pe-3 text-start font-normal">
            {t("what")}
          </th>
          <th scope="col" className="h-9 pe-3 text-start font-normal">
            {t("before")}
          </th>
          <th scope="col" className="h-9 text-start font-normal">
            {t("afterwards")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([what, before, then], i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change their order
          <tr key={i} className="border-line border-b last:border-b-0">
            <th scope="row" className="h-9 py-1 pe-3 text-start font-semibold">
              {what}
            </th>
            <td className="h-9 py-1 pe-3 text-ink-2">{preview ? before : <Skeleton className="h-3.5 w-20" />}</td>
            <td className="h-9 py-1">{preview ? then : <Skeleton className="h-3.5 w-24" />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
