"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { MessageTable } from "@/components/messages/list/message-table";
import { ApiError, api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import type { MessagePage } from "@/lib/messages/queries";
import { ChannelTabs } from "./channel-tabs";
import { type PhoneLogFilter, phoneAddressOf, phoneQueryOf, phoneViews } from "./phone-address";
import { PhoneFilters } from "./phone-filters";
import { TakeFile } from "./take-file";
import { usePhoneAddress } from "./use-phone-address";

const LOOK_MS = 5_000;
type First = { filter: PhoneLogFilter; page: MessagePage };
type Props = { first: First; orgs: readonly PickOrg[]; serverNow: string };

/** The phones' part of the ledger: messages of any age, found by their words or by a whole number. */
export function PhoneLogs({ first, orgs, serverNow }: Props) {
  const t = useTranslations("logs");
  const m = useTranslations("messages");
  const say = useSayError();
  const [now] = useState(() => new Date(serverNow));
  const { filter, change } = usePhoneAddress(phoneAddressOf);
  const list = usePhoneLogs(filter, first, now);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = filter.orgId !== null || filter.search !== "" || filter.view !== "all";
  const clear = () => change({ orgId: null, search: "", view: "all" });
  return (
    <>
      <ChannelTabs here="phones" filter={filter} now={now} />
      <PageHeader
        title={t("channels.headline")}
        lede={t("channels.lede")}
        actions={<TakeFile path="/api/messages/export" query={phoneQueryOf(filter, now)} />}
      />
      <div className="grid grid-cols-1 gap-4">
        <Tabs
          label={m("views.label")}
          tabs={phoneViews.map((view) => ({
            href: phoneAddressOf({ ...filter, view }),
            label: m(`views.${view}`),
            current: filter.view === view,
          }))}
        />
        <PhoneFilters
          filter={filter}
          orgs={orgs}
          now={now}
          search={t("channels.search")}
          address={phoneAddressOf(filter)}
          isFiltered={isFiltered}
          onChange={change}
          onClear={clear}
        />
        <TableFrame aria-busy={list.isPlaceholderData}>
          {list.isPending ? (
            <SkeletonRows rows={8} label={m("title")} />
          ) : list.isError && rows.length === 0 ? (
            <ErrorState
              onRetry={() => void list.refetch()}
              busy={list.isRefetching}
              requestId={list.error instanceof ApiError ? list.error.requestId : null}
            >
              {say(list.error)}
            </ErrorState>
          ) : rows.length === 0 ? (
            <StateBlock
              icon={isFiltered ? <SearchX aria-hidden /> : <Inbox aria-hidden />}
              title={isFiltered ? m("nothing.title") : t("channels.none")}
              {...(isFiltered && { action: <Button onClick={clear}>{t("filters.clear")}</Button> })}
            >
              {isFiltered ? m("nothing.text") : t("channels.noneWhy")}
            </StateBlock>
          ) : (
            <MessageTable rows={rows} />
          )}
          {list.hasNextPage && rows.length > 0 && (
            <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />
          )}
        </TableFrame>
      </div>
    </>
  );
}

function usePhoneLogs(filter: PhoneLogFilter, first: First, now: Date) {
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  return useInfiniteQuery({
    queryKey: queryKeys.list("messages", { logs: phoneQueryOf(filter, now) }),
    queryFn: ({ pageParam, signal }) =>
      api<MessagePage>(`/api/messages?${phoneQueryOf(filter, now, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
}
