"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Inbox, SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import { useSayError } from "@/components/query/say-error";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { Table, TableFrame, Th } from "@/components/ui/table";
import type { LedgerPage } from "@/lib/messages/ledger-queries";
import { AllRow } from "./all-row";
import { ChannelTabs } from "./channel-tabs";
import { allAddressOf, allQueryOf, type PhoneLogFilter } from "./phone-address";
import { PhoneFilters } from "./phone-filters";
import { usePhoneAddress } from "./use-phone-address";

const LOOK_MS = 5_000;
type First = { filter: PhoneLogFilter; page: LedgerPage };
type Props = { first: First; orgs: readonly PickOrg[]; serverNow: string };

/** Rooms and phones as one list by time, with one search over both. */
export function AllLogs({ first, orgs, serverNow }: Props) {
  const t = useTranslations("logs");
  const m = useTranslations("messages");
  const say = useSayError();
  const [now] = useState(() => new Date(serverNow));
  const { filter, change } = usePhoneAddress(allAddressOf);
  const list = useAllLogs(filter, first, now);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isFiltered = filter.orgId !== null || filter.search !== "";
  const clear = () => change({ orgId: null, search: "" });
  return (
    <>
      <ChannelTabs here="all" filter={filter} now={now} />
      <PageHeader title={t("channels.allHeadline")} lede={t("channels.allLede")} />
      <div className="grid grid-cols-1 gap-4">
        <PhoneFilters
          filter={filter}
          orgs={orgs}
          now={now}
          search={t("channels.allSearch")}
          address={allAddressOf(filter)}
          isFiltered={isFiltered}
          onChange={change}
          onClear={clear}
        />
        <TableFrame aria-busy={list.isPlaceholderData}>
          {list.isPending ? (
            <SkeletonRows rows={8} label={t("title")} />
          ) : list.isError && rows.length === 0 ? (
            <ErrorState
              onRetry={() => void list.refetch()}
              busy={list.isRefetching}
              requestId={list.error instanceof ApiError ? list.error.requestId : null}
            >
              {say(list.error)}
            </ErrorState>
          ) : rows.length === 0 && list.hasNextPage ? (
            <StateBlock icon={<SearchX aria-hidden />} title={m("searching.title")}>
              {m("searching.text")}
            </StateBlock>
          ) : rows.length === 0 ? (
            <StateBlock
              icon={isFiltered ? <SearchX aria-hidden /> : <Inbox aria-hidden />}
              title={isFiltered ? m("nothing.title") : t("channels.allNone")}
              {...(isFiltered && { action: <Button onClick={clear}>{t("filters.clear")}</Button> })}
            >
              {isFiltered ? m("nothing.text") : t("channels.noneWhy")}
            </StateBlock>
          ) : (
            <Table label={t("channels.all")}>
              <thead>
                <tr>
                  <Th>{m("columns.at")}</Th>
                  <Th>{t("channels.label")}</Th>
                  <Th>{t("columns.title")}</Th>
                  <Th>{t("columns.org")}</Th>
                  <Th>{t("columns.status")}</Th>
                  <Th num>{t("columns.arrived")}</Th>
                </tr>
              </thead>
              <tbody>
                {rows.map((item) => (
                  <AllRow key={`${item.kind}${item.kind === "room" ? item.log.id : item.message.id}`} item={item} />
                ))}
              </tbody>
            </Table>
          )}
          {list.hasNextPage && <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />}
        </TableFrame>
      </div>
    </>
  );
}

function useAllLogs(filter: PhoneLogFilter, first: First, now: Date) {
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  return useInfiniteQuery({
    queryKey: queryKeys.list("logs", { all: allQueryOf(filter, now) }),
    queryFn: ({ pageParam, signal }) =>
      api<LedgerPage>(`/api/logs/all?${allQueryOf(filter, now, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
}
