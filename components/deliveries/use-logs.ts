"use client";
import { type InfiniteData, keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useMemo, useState } from "react";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import type { LogDto } from "@/lib/deliveries/log-dto";
import type { LogPage, LogTally } from "@/lib/deliveries/queries";
import { addressOf, daysOf, filterFrom, type LogListFilter, queryOf } from "./list-address";

const LOOK_MS = 5_000;
const COUNT_MS = 15_000;

/**
 * The filter lives in the address: it survives a reload and can be sent on. A press shows at once; Next tells of the new
 * address a moment later.
 */
export function useLogAddress() {
  const params = useSearchParams();
  const [filter, setFilter] = useState(() => filterFrom(params));
  useEffect(() => {
    // Word of an address that has changed again meanwhile is old news.
    if (params.toString() === new URLSearchParams(window.location.search).toString()) setFilter(filterFrom(params));
  }, [params]);
  const change = useCallback((part: Partial<LogListFilter>) => {
    setFilter((old) => {
      const next = { ...old, ...part };
      window.history.replaceState(null, "", addressOf(next));
      return next;
    });
  }, []);
  return { filter, change };
}

const isNewer = (a: LogDto, b: LogDto) =>
  a.scheduledAt > b.scheduledAt || (a.scheduledAt === b.scheduledAt && a.id > b.id);

/**
 * The ledger page by page. It is looked at every few seconds while somebody reads: rows on the screen change in place,
 * new ones wait until they are asked for, so that nothing moves under the reader.
 */
export function useLogList(filter: LogListFilter, first: { filter: LogListFilter; page: LogPage }, now: Date) {
  const client = useQueryClient();
  // The days, not the minute: a key that changes all the time would forget the pages.
  const key = useMemo(() => queryKeys.list("logs", { ...filter, days: daysOf(filter, now) }), [filter, now]);
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  const ask = (cursor: string | null, signal: AbortSignal) =>
    api<LogPage>(`/api/logs/send?${queryOf(filter, now, cursor)}`, { signal });
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => ask(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
  const head = useQuery({
    queryKey: [...key, "head"],
    queryFn: ({ signal }) => ask(null, signal),
    refetchInterval: LOOK_MS,
    enabled: list.isSuccess && !list.isPlaceholderData,
    ...(isFirst && { initialData: first.page }),
  });
  const shown = list.data?.pages.flatMap((page) => page.items) ?? [];
  const seen = new Map((head.data?.items ?? []).map((log) => [log.id, log]));
  const known = new Set(shown.map((log) => log.id));
  const top = shown[0];
  const fresh = [...seen.values()].filter((log) => !known.has(log.id) && (!top || isNewer(log, top)));
  const show = () => {
    if (head.data)
      client.setQueryData<InfiniteData<LogPage, string | null>>(key, { pages: [head.data], pageParams: [null] });
  };
  return { list, rows: shown.map((log) => seen.get(log.id) ?? log), fresh, show };
}

/** The counts beside the statuses, whatever status is filtered by. */
export function useLogTally(filter: LogListFilter, first: { filter: LogListFilter; tally: LogTally }, now: Date) {
  const asked = (one: LogListFilter) => queryOf({ ...one, status: [], look: null }, now);
  const query = asked(filter);
  return useQuery({
    queryKey: [...queryKeys.all("logs"), "tally", query],
    queryFn: ({ signal }) => api<LogTally>(`/api/logs/tally?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: COUNT_MS,
    ...(query === asked(first.filter) && { initialData: first.tally }),
  }).data;
}
