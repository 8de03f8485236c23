"use client";
import { Inbox, SearchX, Wallet } from "lucide-react";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { ChoiceChip } from "@/components/schedules/choice-chip";
import { Button } from "@/components/ui/button";
import { Chip, Chips } from "@/components/ui/chip";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { Table, TableFrame, Th } from "@/components/ui/table";
import { Tabs } from "@/components/ui/tabs";
import type { NotificationDto } from "@/lib/messages/message-dto";
import type { NotificationPage } from "@/lib/messages/notification-queries";
import { outcomeNames, outcomes, type RecentFilter, recentAddressOf } from "./recent-address";
import { RecentRow } from "./recent-row";
import { useRecentAddress, useRecentSends } from "./use-recent";

type Props = {
  first: { filter: RecentFilter; page: NotificationPage };
  tenants: readonly { id: number; name: string }[];
};

/** The latest messages of a tenant, person by person, with the fields of the seed's NotificationLog (S1-12, S3-19). */
export function RecentScreen({ first, tenants }: Props) {
  const t = useTranslations("recentSends");
  const say = useSayError();
  const { filter, change } = useRecentAddress(tenants);
  const list = useRecentSends(filter, first);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = filter.outcome !== "all" || filter.tenantId !== null;
  const clear = () => change({ outcome: "all", tenantId: null });
  return (
    <>
      <PageHeader title={<Headline filter={filter} rows={rows} />} lede={t("lede")} />
      <div className="grid grid-cols-1 gap-4">
        <Tabs
          label={t("outcomes.label")}
          tabs={outcomeNames.map((outcome) => ({
            href: recentAddressOf({ ...filter, outcome }),
            label: t(`outcomes.${outcome}`),
            current: filter.outcome === outcome,
          }))}
        />
        {tenants.length > 1 && (
          <Chips label={t("tenant")}>
            <ChoiceChip
              single
              name={t("tenant")}
              icon={<Wallet aria-hidden />}
              options={tenants.map(({ id, name }) => ({ value: String(id), label: name }))}
              chosen={filter.tenantId === null ? [] : [String(filter.tenantId)]}
              onChange={([id]) => change({ tenantId: id ? Number(id) : null })}
            />
            {isNarrowed && (
              <Chip dashed end="remove" onClick={clear}>
                {t("clear")}
              </Chip>
            )}
          </Chips>
        )}
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
          ) : rows.length === 0 && isNarrowed ? (
            <StateBlock
              icon={<SearchX aria-hidden />}
              title={t("nothing.title")}
              action={<Button onClick={clear}>{t("clear")}</Button>}
            >
              {t("nothing.text")}
            </StateBlock>
          ) : rows.length === 0 ? (
            <StateBlock icon={<Inbox aria-hidden />} title={t("empty.title")}>
              {t("empty.text")}
            </StateBlock>
          ) : (
            <Rows rows={rows} showsTenant={tenants.length > 1} />
          )}
          {list.hasNextPage && rows.length > 0 && (
            <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />
          )}
        </TableFrame>
      </div>
    </>
  );
}

const NOT_GONE: readonly string[] = outcomes.notGone;

/** What the latest ones say together; of a narrowed list only what it is. */
function Headline({ filter, rows }: { filter: RecentFilter; rows: readonly NotificationDto[] }) {
  const t = useTranslations("recentSends.headline");
  if (filter.outcome !== "all" || rows.length === 0) return t("narrowed");
  const count = rows.filter(({ status }) => NOT_GONE.includes(status)).length;
  return count > 0 ? t("troubled", { shown: rows.length, count }) : t("fine", { shown: rows.length });
}

function Rows({ rows, showsTenant }: { rows: readonly NotificationDto[]; showsTenant: boolean }) {
  const t = useTranslations("recentSends");
  const m = useTranslations("messages.columns");
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th>{t("columns.at")}</Th>
          <Th>{t("columns.to")}</Th>
          <Th>{m("mode")}</Th>
          <Th>{t("columns.status")}</Th>
          <Th>{t("columns.why")}</Th>
          <Th num>{t("columns.cost")}</Th>
          {showsTenant && <Th>{t("columns.tenant")}</Th>}
          <Th num>{t("columns.message")}</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <RecentRow key={row.id} row={row} showsTenant={showsTenant} />
        ))}
      </tbody>
    </Table>
  );
}
