"use client";
import { type InfiniteData, keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import type { ScheduleItem } from "@/lib/schedules/page-queries";
import { filterFrom, type ListFilter, queryOf } from "./list-address";

/** What a row shows; the texts stay on the server until someone opens one. */
export type Row = Omit<ScheduleItem, "messageText" | "description">;
export type RowsPage = { items: Row[]; nextCursor: string | null };
export type Rows = InfiniteData<RowsPage, string | null>;

const REFRESH_MS = 20_000;

/**
 * The filter lives in the address: it survives a reload and can be sent on. A press shows at once; Next tells of the new
 * address a moment later.
 */
export function useListAddress() {
  const params = useSearchParams();
  const [filter, setFilter] = useState(() => filterFrom(params));
  useEffect(() => {
    // Word of an address that has changed again meanwhile is old news.
    if (params.toString() === new URLSearchParams(window.location.search).toString()) setFilter(filterFrom(params));
  }, [params]);
  const change = useCallback((values: Partial<Record<keyof ListFilter, string | null>>) => {
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(values))
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    window.history.replaceState(null, "", url);
    setFilter(filterFrom(url.searchParams));
  }, []);
  return { filter, change };
}

/** Schedules that match, page by page, fresh while somebody looks. */
export function useScheduleList(filter: ListFilter, first: { filter: ListFilter; page: RowsPage }) {
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  return useInfiniteQuery({
    queryKey: queryKeys.list("schedules", filter),
    queryFn: ({ pageParam, signal }) => api<RowsPage>(`/api/schedules?${queryOf(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
}
