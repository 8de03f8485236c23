import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { Status } from "@/components/ui/status";
import { type StatusKind, statusFamily } from "@/components/ui/status-icon";
import { Card, CardHead } from "@/components/ui/surface";
import type { RunLine } from "@/lib/home/queries";
import { type HourBar, type RunLook, runLooks, type Tally, totalOf } from "@/lib/home/today";
import { words } from "@/lib/i18n/words";
import { formatTime } from "@/lib/time/format";
import { startOfKstDay } from "@/lib/time/kst";
import { HourChart } from "./hour-chart";

type Props = {
  bars: readonly HourBar[];
  tally: Tally;
  around: { done: RunLine[]; running: RunLine[] };
  next: readonly (RunLine & { scheduleId: number })[];
  now: Date;
};

const SWATCH: Partial<Record<RunLook, string>> = {
  unknown: "border-[1.5px] border-(--c-mark) bg-surface",
  scheduled: "border border-(--c-border) bg-(--c-surface)",
  missed: "border border-(--c-mark) bg-(--c-surface)",
  cancelled: "border border-(--c-mark) bg-surface",
  deferred: "hatched",
};

/** Today by the hour: what was, what is, what comes next. */
export async function HomeFlow({ bars, tally, around, next, now }: Props) {
  const t = await words("home");
  const nowHour = (now.getTime() - startOfKstDay(now).getTime()) / 3_600_000;
  const peak = bars.reduce((most, bar) => (totalOf(bar.tally) > totalOf(most.tally) ? bar : most), bars[0]!);
  const label =
    totalOf(tally) === 0
      ? t("flow.chartEmpty")
      : t("flow.chart", { peak: peak.hour, count: totalOf(peak.tally), time: formatTime(now) });
  const chart = {
    bars,
    nowHour,
    label,
    nowLabel: t("flow.now", { time: formatTime(now) }),
    hourLabel: (hour: number) => t("flow.hour", { hour }),
  };
  const columns = [
    {
      title: t("flow.justNow"),
      lines: around.done,
      none: t("flow.nothingDone"),
      href: (line: RunLine) => `/logs/${line.id}`,
    },
    {
      title: t("flow.running"),
      lines: around.running,
      none: t("flow.nothingRunning"),
      href: (line: RunLine) => `/logs/${line.id}`,
    },
    {
      title: t("flow.next"),
      lines: next,
      none: t("flow.nothingNext"),
      href: (line: RunLine) => `/schedules/${line.id}`,
    },
  ];
  return (
    <Card>
      <CardHead title={t("flow.heading")} note={t("flow.sub")}>
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-ink-2 text-sm max-md:hidden">
          {runLooks
            .filter((look) => tally[look] > 0)
            .map((look) => (
              <li key={look} className={cn("flex items-center gap-1.5", statusFamily(look as StatusKind))}>
                <i aria-hidden className={cn("size-2.5 rounded-[3px]", SWATCH[look] ?? "bg-(--c-mark)")} />
                {`${t(`looks.${look}`)} ${tally[look]}`}
              </li>
            ))}
        </ul>
      </CardHead>
      <div className="px-4 pt-4 pb-2">
        <div className="max-md:hidden">
          <HourChart {...chart} width={1122} />
        </div>
        <div className="md:hidden">
          <HourChart {...chart} width={328} />
        </div>
      </div>
      <div className="grid grid-cols-3 border-line border-t max-md:grid-cols-1">
        {columns.map((column) => (
          <div
            key={column.title}
            className="min-w-0 border-line px-4 py-3 not-first:border-s max-md:not-first:border-s-0 max-md:not-first:border-t"
          >
            <h3 className="mb-1 text-ink-3 text-xs">{column.title}</h3>
            {column.lines.length === 0 && <p className="py-0.5 text-ink-3 text-sm">{column.none}</p>}
            {column.lines.map((line) => (
              <Link
                key={line.id}
                href={column.href(line)}
                prefetch={false}
                className="-mx-1.5 grid grid-cols-[minmax(72px,auto)_minmax(0,1fr)_auto] items-center gap-2 rounded-sm px-1.5 py-0.5 text-sm hover:bg-hover"
              >
                <Status kind={line.look as StatusKind}>{t(`looks.${line.look}`)}</Status>
                <b className="truncate font-medium">{line.roomName}</b>
                <time dateTime={line.at} className="text-ink-2">
                  {formatTime(new Date(line.at))}
                </time>
              </Link>
            ))}
          </div>
        ))}
      </div>
    </Card>
  );
}
