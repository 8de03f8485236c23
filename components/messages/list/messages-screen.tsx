"use client";
import { Inbox, ListChecks, PenLine, SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { OrgChip } from "@/components/schedules/org-chip";
import type { PickOrg } from "@/components/schedules/org-picks";
import { Button, ButtonLink } from "@/components/ui/button";
import { Chip, Chips } from "@/components/ui/chip";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SearchWords } from "@/components/ui/search-words";
import { StateBlock } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import { SavedViews } from "@/components/views/saved-views";
import type { MessagePage } from "@/lib/messages/queries";
import { addressOf, isFiltered, type MessageListFilter, type MessageView, messageViews, viewOf } from "./list-address";
import { MessageTable } from "./message-table";
import { useMessageAddress, useMessageList } from "./use-messages";

type Props = {
  first: { filter: MessageListFilter; page: MessagePage };
  orgs: readonly PickOrg[];
  /** Said over the list: what goes on and what needs a look. */
  summary: { underWay: number; booked: number; troubled: number };
  mayWrite: boolean;
};

/** Every message to phones, newest first, with counters that move by themselves. */
export function MessagesScreen({ first, orgs, summary, mayWrite }: Props) {
  const t = useTranslations("messages");
  const say = useSayError();
  const { filter, change } = useMessageAddress();
  const list = useMessageList(filter, first);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const clear = () => change({ orgId: null, test: null, q: "" });
  const write = mayWrite && (
    <ButtonLink href="/messages/new" variant="primary">
      <PenLine aria-hidden />
      {t("write")}
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title={
          summary.underWay > 0
            ? t("headline.underWay", { count: summary.underWay })
            : summary.troubled > 0
              ? t("headline.troubled", { count: summary.troubled })
              : summary.booked > 0
                ? t("headline.booked", { count: summary.booked })
                : t("headline.calm")
        }
        lede={t("lede")}
        actions={
          <>
            <ButtonLink href="/messages/recent">
              <ListChecks aria-hidden />
              {t("recent")}
            </ButtonLink>
            {write}
          </>
        }
      />
      <div className="grid grid-cols-1 gap-4">
        <Tabs
          label={t("views.label")}
          tabs={(Object.keys(messageViews) as MessageView[]).map((view) => ({
            href: addressOf({ ...filter, status: messageViews[view] }),
            label: t(`views.${view}`),
            current: viewOf(filter) === view,
          }))}
        />
        <search aria-label={t("filters.label")} className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Chips label={t("filters.label")} className="grow">
            {orgs.length > 1 && (
              <OrgChip
                orgs={orgs}
                picks={filter.orgId === null ? [] : [filter.orgId]}
                onChange={(picks) => change({ orgId: picks.at(-1) ?? null })}
              />
            )}
            <Chip
              on={filter.test === true}
              aria-pressed={filter.test === true}
              onClick={() => change({ test: filter.test === true ? null : true })}
            >
              {t("filters.test")}
            </Chip>
            {isFiltered(filter) && (
              <Chip dashed end="remove" onClick={clear}>
                {t("filters.clear")}
              </Chip>
            )}
            <SavedViews page="messages" address={addressOf(filter)} />
          </Chips>
          <SearchWords label={t("filters.search")} value={filter.q} onChange={(q) => change({ q })} />
        </search>
        <TableFrame aria-busy={list.isPlaceholderData}>
          {list.isError && rows.length === 0 ? (
            <ErrorState
              onRetry={() => void list.refetch()}
              busy={list.isRefetching}
              requestId={list.error instanceof ApiError ? list.error.requestId : null}
            >
              {say(list.error)}
            </ErrorState>
          ) : rows.length === 0 && list.hasNextPage ? (
            <StateBlock icon={<SearchX aria-hidden />} title={t("searching.title")}>
              {t("searching.text")}
            </StateBlock>
          ) : rows.length === 0 ? (
            <Nothing
              isFiltered={isFiltered(filter) || filter.status.length > 0}
              write={write}
              onClear={() => change({ orgId: null, test: null, q: "", status: [] })}
            />
          ) : (
            <MessageTable rows={rows} />
          )}
          {list.hasNextPage && <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />}
        </TableFrame>
      </div>
    </>
  );
}

function Nothing({ isFiltered, write, onClear }: { isFiltered: boolean; write: React.ReactNode; onClear: () => void }) {
  const t = useTranslations("messages");
  if (isFiltered)
    return (
      <StateBlock
        icon={<SearchX aria-hidden />}
        title={t("nothing.title")}
        action={<Button onClick={onClear}>{t("filters.clear")}</Button>}
      >
        {t("nothing.text")}
      </StateBlock>
    );
  return (
    <StateBlock icon={<Inbox aria-hidden />} title={t("empty.title")} action={write}>
      {t("empty.text")}
    </StateBlock>
  );
}
