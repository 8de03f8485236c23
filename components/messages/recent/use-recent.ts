"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import type { NotificationPage } from "@/lib/messages/notification-queries";
import { type RecentFilter, recentAddressOf, recentFilterFrom, recentQueryOf } from "./recent-address";

/** Results come in while somebody reads. */
const LOOK_MS = 5_000;

/** The filter lives in the address: it survives a reload and can be sent on. */
export function useRecentAddress(tenants: readonly { id: number }[]) {
  const params = useSearchParams();
  const [filter, setFilter] = useState(() => recentFilterFrom(params, tenants));
  useEffect(() => {
    // Word of an address that has changed again meanwhile is old news.
    if (params.toString() === new URLSearchParams(window.location.search).toString())
      setFilter(recentFilterFrom(params, tenants));
  }, [params, tenants]);
  const change = useCallback((part: Partial<RecentFilter>) => {
    setFilter((old) => {
      const next = { ...old, ...part };
      window.history.replaceState(null, "", recentAddressOf(next));
      return next;
    });
  }, []);
  return { filter, change };
}

/** Recipients' rows page by page, newest first. */
export function useRecentSends(filter: RecentFilter, first: { filter: RecentFilter; page: NotificationPage }) {
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  return useInfiniteQuery({
    queryKey: queryKeys.list("messages", { recent: filter }),
    queryFn: ({ pageParam, signal }) =>
      api<NotificationPage>(`/api/messages/notifications?${recentQueryOf(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
}
