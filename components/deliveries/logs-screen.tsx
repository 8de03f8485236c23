"use client";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { NewRecordsBar } from "@/components/ui/new-records-bar";
import { SkeletonRows } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { Tally } from "@/components/ui/tally";
import { logLooks, lookFilter } from "@/lib/deliveries/look";
import type { LogPage, LogTally } from "@/lib/deliveries/queries";
import { formatTime } from "@/lib/time/format";
import { ChannelTabs } from "./channel-tabs";
import { sumOf } from "./counts";
import {
  addressOf,
  type filterNames,
  type LogListFilter,
  type LogView,
  logViews,
  queryOf,
  viewOf,
} from "./list-address";
import { type LogChoices, LogFilters } from "./log-filters";
import { LogTable } from "./log-table";
import { LogsHead } from "./logs-head";
import { LogsNothing } from "./logs-nothing";
import { TakeFile } from "./take-file";
import { useLogAddress, useLogList, useLogTally } from "./use-logs";

type Props = {
  first: { filter: LogListFilter; page: LogPage; tally: LogTally };
  choices: LogChoices;
  mayDecide: boolean;
  mayWrite: boolean;
  serverNow: string;
};

const NONE: Pick<LogListFilter, (typeof filterNames)[number]> = {
  look: null,
  kind: null,
  orgId: [],
  roomId: null,
  search: "",
};

/** The whole ledger: what it says in one sentence, the views, the filters, the rows. */
export function LogsScreen({ first, choices, mayDecide, mayWrite, serverNow }: Props) {
  const t = useTranslations("logs");
  const say = useSayError();
  const now = useNow(serverNow);
  const { filter, change } = useLogAddress();
  const { list, rows, fresh, show } = useLogList(filter, first, now);
  const tally = useLogTally(filter, first, now);
  const counts = tally?.counts ?? [];
  const clear = () => change(NONE);
  const isEmpty = rows.length === 0;
  // Into an empty list what is new may come by itself: there is no place to lose.
  useEffect(() => {
    if (isEmpty && fresh.length > 0) show();
  });
  const oldestFresh = fresh.at(-1);
  const matching = sumOf(
    counts.filter((row) => {
      const look = filter.look && lookFilter(filter.look);
      const byLook =
        !look ||
        (look.status.includes(row.status) &&
          (look.isDelivered === null || look.isDelivered === (row.certainty === "delivered")));
      return byLook && (filter.status.length === 0 || filter.status.includes(row.status));
    }),
  );
  return (
    <>
      <ChannelTabs here="rooms" filter={{ ...filter, orgId: filter.orgId[0] ?? null, view: "all" }} now={now} />
      <LogsHead
        filter={filter}
        counts={tally?.counts ?? null}
        isCut={tally?.isCut ?? false}
        now={now}
        actions={<TakeFile path="/api/logs/export" query={queryOf(filter, now)} />}
      />
      <div className="grid grid-cols-1 gap-4">
        <Tabs
          label={t("views.label")}
          tabs={(Object.keys(logViews) as LogView[]).map((view) => ({
            href: addressOf({ ...filter, status: logViews[view], look: null }),
            label: t(`views.${view}`),
            count: tally ? sumOf(counts, logViews[view].length > 0 ? logViews[view] : undefined) : "–",
            current: viewOf(filter) === view,
          }))}
        />
        <LogFilters filter={filter} choices={choices} now={now} onChange={change} onClear={clear} />
        <Tally
          label={t("tally")}
          value={filter.look}
          onChange={(look) => change({ look, status: [] })}
          items={logLooks.map((look) => {
            const { status, isDelivered } = lookFilter(look);
            return {
              value: look,
              kind: look,
              label: t(`looks.${look}`),
              count: tally ? sumOf(counts, status, isDelivered ?? undefined) : null,
            };
          })}
        />
        <TableFrame aria-busy={list.isPlaceholderData}>
          {fresh.length > 0 && !isEmpty && (
            <NewRecordsBar
              title={t("fresh.title", { count: fresh.length })}
              note={oldestFresh && t("fresh.since", { time: formatTime(new Date(oldestFresh.scheduledAt)) })}
              label={t("fresh.show", { count: fresh.length })}
              onShow={show}
            />
          )}
          {list.isPending ? (
            <SkeletonRows rows={8} label={t("title")} />
          ) : list.isError && isEmpty ? (
            <ErrorState
              onRetry={() => void list.refetch()}
              busy={list.isRefetching}
              requestId={list.error instanceof ApiError ? list.error.requestId : null}
            >
              {say(list.error)}
            </ErrorState>
          ) : isEmpty ? (
            <LogsNothing filter={filter} mayWrite={mayWrite} onClear={clear} />
          ) : (
            <LogTable rows={rows} now={now} mayDecide={mayDecide} />
          )}
          {list.hasNextPage && !isEmpty && (
            <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />
          )}
        </TableFrame>
        {!isEmpty && (
          <p className="text-ink-3 text-xs tabular-nums">
            {matching > rows.length
              ? t("shownOf", { shown: rows.length, total: matching.toLocaleString() })
              : t("shown", { shown: rows.length })}
          </p>
        )}
      </div>
    </>
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
