"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { api } from "@/components/query/api-client";
import type { InboxDto, InboxItem } from "@/lib/inbox/queries";

const LOOK_MS = 15_000;
const KEY = ["inbox"] as const;

/** What has lately come to its end, looked at every quarter of a minute while somebody looks at the screen. */
export function useInbox(onNews: (items: readonly InboxItem[]) => void) {
  const client = useQueryClient();
  const inbox = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => api<InboxDto>("/api/inbox", { signal }),
    refetchInterval: LOOK_MS,
  });
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    if (!inbox.data) return;
    const keys = inbox.data.items.map(keyOf);
    const before = known.current;
    known.current = new Set(keys);
    // What was there when the page opened is no news to interrupt anybody with.
    if (before) onNews(inbox.data.items.filter((item) => item.isNew && !before.has(keyOf(item))));
  }, [inbox.data, onNews]);
  const change = (part: Partial<InboxDto>) =>
    client.setQueryData<InboxDto>(KEY, (old) => (old ? { ...old, ...part } : old));
  return { inbox, change };
}

const keyOf = (item: InboxItem) => `${item.id}/${item.status}/${item.outcomeAt}`;
