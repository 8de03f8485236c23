"use client";
import { useQuery } from "@tanstack/react-query";
import { useId } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/components/query/api-client";
import { QueryProvider } from "@/components/query/provider";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import type { ForecastDto, ForecastPage } from "@/lib/dispatch/forecast-queries";
import { CauseList } from "./cause-list";
import { causesOf } from "./causes";
import type { Ahead } from "./days-ahead";
import { ForecastRows } from "./forecast-rows";
import { Waiting } from "./waiting";

const REFRESH_MS = 60_000;
const MOST = 200;

export default function ForecastPanel(props: { of: Ahead; nowIso: string }) {
  return (
    <QueryProvider>
      <Forecast {...props} />
    </QueryProvider>
  );
}

/** What will be sent, what goes later and by which rule, what is blocked and why: the engine's own answer for seven days. */
function Forecast({ of, nowIso }: { of: Ahead; nowIso: string }) {
  const t = useTranslations("forecast");
  const say = useSayError();
  const heading = useId();
  const isRoom = "roomId" in of;
  const path = isRoom
    ? `/api/forecast?roomId=${of.roomId}&limit=${MOST}`
    : `/api/schedules/${of.scheduleId}/forecast?limit=${MOST}`;
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [isRoom ? "rooms" : "schedules", "forecast", path],
    queryFn: ({ signal }) => api<ForecastPage>(path, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <section aria-labelledby={heading} className="grid gap-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 id={heading} className="font-semibold text-base">
          {t("heading")}
        </h2>
        <p className="text-ink-3 text-xs">{t(isRoom ? "note" : "noteStored")}</p>
      </div>
      {data ? (
        <>
          <p className="font-medium text-base" aria-live="polite">
            <Headline items={data.items} />
            {data.nextCursor && ` ${t("headline.first", { count: data.items.length })}`}
          </p>
          <CauseList causes={causesOf(data.items)} />
          <ForecastRows items={data.items} titles={isRoom} nowIso={nowIso} />
        </>
      ) : error ? (
        <div role="alert" className="grid justify-items-start gap-2 text-sm">
          <p className="text-failed">{`${t("failed")}. ${say(error)}`}</p>
          <Button size="sm" busy={isFetching} onClick={() => void refetch()}>
            <Retry />
          </Button>
        </div>
      ) : (
        <Waiting />
      )}
    </section>
  );
}

const Retry = () => useTranslations("common")("retry");

function Headline({ items }: { items: readonly ForecastDto[] }) {
  const t = useTranslations("forecast.headline");
  const count = items.length;
  const late = items.filter((item) => item.outcome === "defer").length;
  const blocked = items.filter((item) => item.outcome === "block").length;
  if (count === 0) return t("none");
  if (late + blocked === 0) return t("fine", { count });
  if (late === count) return t("allLate", { count });
  if (blocked === count) return t("allBlocked", { count });
  if (blocked === 0) return t("late", { count, late });
  return late === 0 ? t("blocked", { count, blocked }) : t("both", { count, late, blocked });
}
