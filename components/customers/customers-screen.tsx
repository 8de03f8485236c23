"use client";
import { BookmarkPlus, FileUp, SearchX, UserMinus, Users } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { BulkBar } from "@/components/ui/bulk-bar";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { TableFrame } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import type { CustomerCounts } from "@/lib/customers/count-queries";
import type { CustomerPage } from "@/lib/customers/queries";
import { type CustomerChoices, CustomerFilters } from "./customer-filters";
import { CustomerTable } from "./customer-table";
import { CustomersHead } from "./customers-head";
import { CustomersTabs } from "./customers-tabs";
import { apiFilter, type CustomerListFilter, isFiltered, noFilter } from "./list-address";
import { type ListSource, SaveListDialog } from "./save-list-dialog";
import { useCustomerAddress, useCustomerChange, useCustomers } from "./use-customers";

type Props = {
  first: { filter: CustomerListFilter; page: CustomerPage };
  counts: CustomerCounts;
  choices: CustomerChoices;
  mayWrite: boolean;
  serverNow: string;
};

const NOBODY: ReadonlySet<number> = new Set();

/** Who there is, found by name or number, and put into lists. */
export function CustomersScreen({ first, counts, choices, mayWrite, serverNow }: Props) {
  const t = useTranslations("customers");
  const say = useSayError();
  const { filter, change } = useCustomerAddress();
  const list = useCustomers(filter, first);
  const [chosen, setChosen] = useState(NOBODY);
  const [saving, setSaving] = useState<ListSource | null>(null);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const narrow = (part: Partial<CustomerListFilter>) => {
    setChosen(NOBODY);
    change(part);
  };
  return (
    <>
      <CustomersHead counts={counts} filter={filter} mayWrite={mayWrite} />
      <CustomersTabs here="people" />
      <div className="grid grid-cols-1 gap-4">
        <CustomerFilters filter={filter} choices={choices} onChange={narrow} />
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
            <StateBlock icon={<SearchX aria-hidden />} title={t("searching.title")}>
              {t("searching.text")}
            </StateBlock>
          ) : rows.length === 0 ? (
            <Nothing isFiltered={isFiltered(filter)} mayWrite={mayWrite} onClear={() => narrow(noFilter)} />
          ) : (
            <CustomerTable
              rows={rows}
              chosen={chosen}
              onChoose={mayWrite ? setChosen : null}
              now={new Date(serverNow)}
            />
          )}
          {list.hasNextPage && <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />}
        </TableFrame>
        {rows.length > 0 && (
          <div className="flex flex-wrap items-center justify-between gap-2">
            <p className="text-ink-3 text-xs tabular-nums">{t("shown", { count: rows.length })}</p>
            {mayWrite && isFiltered(filter) && (
              <Button size="sm" onClick={() => setSaving({ filter: apiFilter(filter) })}>
                <BookmarkPlus aria-hidden />
                {t("saveFilter")}
              </Button>
            )}
          </div>
        )}
        {chosen.size > 0 && (
          <BulkBar
            title={t("bulk.chosen", { count: chosen.size })}
            label={t("bulk.label")}
            clearLabel={t("bulk.clear")}
            onClear={() => setChosen(NOBODY)}
          >
            <Button size="sm" variant="ghost" onClick={() => setSaving({ customerIds: [...chosen] })}>
              <BookmarkPlus aria-hidden />
              {t("bulk.save")}
            </Button>
            {filter.listId !== null && (
              <TakeOff listId={filter.listId} ids={[...chosen]} onDone={() => setChosen(NOBODY)} />
            )}
          </BulkBar>
        )}
      </div>
      {saving && <SaveListDialog source={saving} onSaved={() => setChosen(NOBODY)} onClose={() => setSaving(null)} />}
    </>
  );
}

function TakeOff({ listId, ids, onDone }: { listId: number; ids: number[]; onDone: () => void }) {
  const t = useTranslations("customers.bulk");
  const say = useSayError();
  const toast = useToast();
  const put = (body: object) => api(`/api/customer-lists/${listId}`, { method: "PUT", body });
  const change = useCustomerChange(put);
  const takeOff = async () => {
    try {
      await change.mutateAsync({ remove: ids });
      toast({
        text: t("removed", { count: ids.length }),
        undo: async () => void (await change.mutateAsync({ add: ids })),
      });
      onDone();
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  return (
    <Button size="sm" variant="ghost" busy={change.isPending} onClick={() => void takeOff()}>
      <UserMinus aria-hidden />
      {t("remove")}
    </Button>
  );
}

function Nothing({ isFiltered, mayWrite, onClear }: { isFiltered: boolean; mayWrite: boolean; onClear: () => void }) {
  const t = useTranslations("customers");
  if (isFiltered)
    return (
      <StateBlock
        icon={<SearchX aria-hidden />}
        title={t("nothing.noMatch")}
        action={<Button onClick={onClear}>{t("filters.clear")}</Button>}
      >
        {t("nothing.noMatchWhy")}
      </StateBlock>
    );
  return (
    <StateBlock
      icon={<Users aria-hidden />}
      title={t("nothing.none")}
      action={
        mayWrite && (
          <ButtonLink variant="primary" href="/customers/import">
            <FileUp aria-hidden />
            {t("actions.import")}
          </ButtonLink>
        )
      }
    >
      {t("nothing.noneWhy")}
    </StateBlock>
  );
}
