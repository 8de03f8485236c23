"use client";
import { useEffect, useSyncExternalStore } from "react";
import type { InboxItem } from "@/lib/inbox/queries";
import { type InboxState, inboxNow, inboxOnServer, watchInbox } from "./inbox-store";

let known: ReadonlySet<string> | null = null;

/** What has lately come to its end, looked at every quarter of a minute while somebody looks at the screen. */
export function useInbox(onNews: (items: readonly InboxItem[]) => void): InboxState {
  const inbox = useSyncExternalStore(watchInbox, inboxNow, inboxOnServer);
  const { data } = inbox;
  useEffect(() => {
    if (!data) return;
    const before = known;
    known = new Set(data.items.map(keyOf));
    // What was there when the page opened is no news to interrupt anybody with.
    if (before) onNews(data.items.filter((item) => item.isNew && !before.has(keyOf(item))));
  }, [data, onNews]);
  return inbox;
}

const keyOf = (item: InboxItem) => `${item.id}/${item.status}/${item.outcomeAt}`;
