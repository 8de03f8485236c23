"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import type { MessagePage } from "@/lib/messages/queries";
import { addressOf, filterFrom, type MessageListFilter, queryOf } from "./list-address";

/** Counters move while somebody reads. */
const LOOK_MS = 5_000;

/** The filter lives in the address: it survives a reload and can be sent on. */
export function useMessageAddress() {
  const params = useSearchParams();
  const [filter, setFilter] = useState(() => filterFrom(params));
  useEffect(() => {
    // Word of an address that has changed again meanwhile is old news.
    if (params.toString() === new URLSearchParams(window.location.search).toString()) setFilter(filterFrom(params));
  }, [params]);
  const change = useCallback((part: Partial<MessageListFilter>) => {
    setFilter((old) => {
      const next = { ...old, ...part };
      window.history.replaceState(null, "", addressOf(next));
      return next;
    });
  }, []);
  return { filter, change };
}

/** Phone messages page by page, newest first, with counters that follow the server. */
export function useMessageList(filter: MessageListFilter, first: { filter: MessageListFilter; page: MessagePage }) {
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  return useInfiniteQuery({
    queryKey: queryKeys.list("messages", filter),
    queryFn: ({ pageParam, signal }) => api<MessagePage>(`/api/messages?${queryOf(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
}
