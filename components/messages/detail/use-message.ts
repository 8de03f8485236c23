"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import type { MessageLogStatus } from "@/db/enums";
import type { MessageDetailDto, MessageDto } from "@/lib/messages/message-dto";
import type { RecipientPage } from "@/lib/messages/recipient-queries";
import { isAllFinal } from "@/lib/messages/status";

const LOOK_MS = 2_000;

export type RecipientFilter = { status: MessageLogStatus | null; q: string };
const NONE: RecipientFilter = { status: null, q: "" };

/** One message that follows the server as long as something of it is under way. */
export function useMessage(first: MessageDetailDto) {
  return useQuery({
    queryKey: queryKeys.one("messages", first.id),
    queryFn: ({ signal }) => api<MessageDetailDto>(`/api/messages/${first.id}`, { signal }),
    initialData: first,
    refetchInterval: ({ state }) => (state.data && isAllFinal(state.data.counts) ? false : LOOK_MS),
  }).data;
}

/** Its recipients, page by page. They are asked again when the counters have moved. */
export function useRecipients(message: MessageDto, first: RecipientPage) {
  const [filter, setFilter] = useState(NONE);
  const moved = Object.values(message.counts).join("-");
  const [opened] = useState(moved);
  const isFirst = filter.status === null && filter.q === "" && moved === opened;
  const list = useInfiniteQuery({
    queryKey: [...queryKeys.part("messages", message.id, "recipients"), filter, moved],
    queryFn: ({ pageParam, signal }) => api<RecipientPage>(pathOf(message.id, filter, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    ...(isFirst && { initialData: { pages: [first], pageParams: [null] } }),
  });
  return { list, filter, setFilter, rows: list.data?.pages.flatMap((page) => page.items) ?? [] };
}

function pathOf(id: number, { status, q }: RecipientFilter, cursor: string | null): string {
  const query = new URLSearchParams({
    limit: "100",
    ...(status && { status }),
    ...(q && { q }),
    ...(cursor && { cursor }),
  });
  return `/api/messages/${id}/recipients?${query}`;
}
