"use client";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { partOf, usePart } from "@/components/ui/load-part";
import { SkeletonRows } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import type { ScheduleCounts } from "@/lib/schedules/queries";
import { scheduleViews } from "@/lib/schedules/views";
import { filterNames, isFiltered, type ListFilter, queryOf } from "./list-address";
import { StripLegend } from "./recent-strip";
import { type FilterChoices, ScheduleFilters } from "./schedule-filters";
import { ScheduleList } from "./schedule-list";
import { ScheduleNothing } from "./schedule-nothing";
import { useScheduleActions } from "./use-schedule-actions";
import { type Row, type RowsPage, useListAddress, useScheduleList } from "./use-schedules";

const bulkBar = partOf(() => import("@/components/ui/bulk-bar").then((module) => module.BulkBar));
const confirmDialog = partOf(() => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog));

type Props = {
  first: { filter: ListFilter; page: RowsPage };
  counts: ScheduleCounts;
  choices: FilterChoices;
  mayWrite: boolean;
  serverNow: string;
};

/** Views, filters and the list of schedules; the headline above is the server's. */
export function SchedulesScreen({ first, counts, choices, mayWrite, serverNow }: Props) {
  const t = useTranslations("schedules");
  const c = useTranslations("common");
  const { filter, change } = useListAddress();
  const list = useScheduleList(filter, first);
  const actions = useScheduleActions();
  const say = useSayError();
  const now = useNow(serverNow);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [sending, setSending] = useState<Row | null>(null);
  const ConfirmDialog = usePart(confirmDialog, sending !== null);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const picked = rows.filter((row) => chosen.has(row.id));
  const BulkBar = usePart(bulkBar, picked.length > 0);
  const clear = () => change(Object.fromEntries(filterNames.map((name) => [name, null])));
  const choose = useCallback(
    (ids: readonly number[], on: boolean) =>
      setChosen((old) => new Set(on ? [...old, ...ids] : [...old].filter((id) => !ids.includes(id)))),
    [],
  );
  const turnPicked = (status: "active" | "inactive") => {
    setChosen(new Set());
    void actions.turnMany(picked, status);
  };
  const isFailed = list.isError && rows.length === 0;
  return (
    <div className="grid grid-cols-1 gap-4">
      <Tabs
        label={t("views.label")}
        tabs={scheduleViews.map((view) => {
          const query = queryOf({ ...filter, view });
          return {
            href: query ? `/schedules?${query}` : "/schedules",
            label: t(`views.${view}`),
            count: counts[view],
            current: view === filter.view,
          };
        })}
      />
      <ScheduleFilters filter={filter} choices={choices} onChange={change} />
      <TableFrame aria-busy={list.isPlaceholderData}>
        {list.isPending ? (
          <SkeletonRows rows={8} label={c("loading")} />
        ) : isFailed ? (
          <ErrorState
            onRetry={() => void list.refetch()}
            busy={list.isRefetching}
            requestId={list.error instanceof ApiError ? list.error.requestId : null}
          >
            {say(list.error)}
          </ErrorState>
        ) : rows.length === 0 ? (
          <ScheduleNothing filter={filter} mayWrite={mayWrite} onClear={clear} />
        ) : (
          <ScheduleList
            rows={rows}
            now={now}
            mayWrite={mayWrite}
            chosen={chosen}
            onChoose={choose}
            onSendNow={setSending}
            actions={actions}
          />
        )}
        {list.hasNextPage && !isFailed && (
          <LoadMore
            onMore={() => void list.fetchNextPage()}
            busy={list.isFetchingNextPage}
            shown={rows.length}
            {...(!isFiltered(filter) && { total: counts[filter.view] })}
          />
        )}
      </TableFrame>
      {rows.length > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-ink-3 text-xs">
          <StripLegend />
          <span className="tabular-nums">
            {isFiltered(filter)
              ? t("shownSome", { shown: rows.length })
              : t("shown", { total: counts[filter.view], shown: rows.length })}
          </span>
        </div>
      )}
      {BulkBar && picked.length > 0 && (
        <BulkBar
          title={t("bulk.chosen", { count: picked.length })}
          label={t("bulk.label")}
          clearLabel={t("bulk.clear")}
          onClear={() => setChosen(new Set())}
        >
          <Button
            size="sm"
            variant="ghost"
            onClick={() => turnPicked("active")}
            reason={mayWrite ? undefined : t("may.not")}
          >
            {t("bulk.on")}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            onClick={() => turnPicked("inactive")}
            reason={mayWrite ? undefined : t("may.not")}
          >
            {t("bulk.off")}
          </Button>
        </BulkBar>
      )}
      {ConfirmDialog && sending && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setSending(null)}
          title={t("send.title", { room: sending.room.name })}
          description={t("send.text")}
          confirmLabel={t("send.confirm")}
          onConfirm={() => actions.sendNow(sending)}
        />
      )}
    </div>
  );
}

const TICK_MS = 20_000;

/** The time by which “today” is told: the server's until the page lives, then this machine's. */
function useNow(server: string): Date {
  const [now, setNow] = useState(() => new Date(server));
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
