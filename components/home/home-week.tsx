import { cn } from "@/components/ui/cn";
import { Card, CardHead } from "@/components/ui/surface";
import type { DayForecast } from "@/lib/home/queries";
import { requestLocale, words } from "@/lib/i18n/words";
import { formatDay, formatWeekday } from "@/lib/time/format";

/** How many runs the switched-on schedules have on each of the next seven days. */
export async function HomeWeek({ days }: { days: readonly DayForecast[] }) {
  const [t, locale] = await Promise.all([words("home"), requestLocale()]);
  const peak = Math.max(1, ...days.map((day) => day.count));
  const total = days.reduce((sum, day) => sum + day.count, 0);
  return (
    <Card>
      <CardHead title={t("week.heading")} />
      <ol className="grid gap-1.5 px-4 py-3.5 text-sm">
        {days.map(({ day, count }) => {
          const at = new Date(day);
          const rest = ["토", "일", "Sat", "Sun"].includes(formatWeekday(at, locale));
          return (
            <li key={day} className="grid grid-cols-[88px_minmax(0,1fr)_auto] items-center gap-2">
              <span
                className={cn("font-medium", rest && "text-failed")}
              >{`${formatDay(at, locale)} ${formatWeekday(at, locale)}`}</span>
              <span className="h-3.5">
                <span
                  className="block h-full rounded-[3px] bg-scheduled-mark"
                  style={{ width: `${(count / peak) * 100}%` }}
                />
              </span>
              <span className="text-ink-2">{t("week.runs", { count })}</span>
            </li>
          );
        })}
      </ol>
      <p className="border-line border-t px-4 py-2.5 text-ink-2 text-sm">
        {t("week.total", { count: total })} <span className="text-ink-3">{t("week.note")}</span>
      </p>
    </Card>
  );
}
