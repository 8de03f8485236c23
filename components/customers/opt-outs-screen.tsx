"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { CircleSlash, Plus, RefreshCw, SearchX } from "lucide-react";
import { useSearchParams } from "next/navigation";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { useSayError } from "@/components/query/say-error";
import { useCall } from "@/components/query/use-call";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { PageHeader } from "@/components/ui/page-header";
import { SearchWords } from "@/components/ui/search-words";
import { Select } from "@/components/ui/select";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { Table, TableFrame, Td, Th, Tr } from "@/components/ui/table";
import { useToast } from "@/components/ui/toast";
import type { OptOutDto, OptOutPage } from "@/lib/customers/opt-out-queries";
import type { OptOutSyncResult } from "@/lib/customers/sync-opt-outs";
import { toLocale } from "@/lib/i18n/locale";
import { formatDay } from "@/lib/time/format";
import { AddOptOut } from "./add-opt-out";
import { CustomersTabs } from "./customers-tabs";

const OPT_OUTS = "opt-outs";

type Props = {
  first: OptOutPage;
  /** All whose refusals the reader may see; a refusal is of one sender alone. */
  tenants: readonly { id: number; name: string }[];
  mayWrite: boolean;
};

/** Who refused a sender's messages. */
export function OptOutsScreen({ first, tenants, mayWrite }: Props) {
  const t = useTranslations("customers.optOuts");
  const say = useSayError();
  const { tenantId, choose } = useTenantAddress(first.tenant.id, tenants);
  const [q, setQ] = useState("");
  const [isAdding, setAdding] = useState(false);
  const list = useInfiniteQuery({
    queryKey: [OPT_OUTS, tenantId, q],
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        tenantId: String(tenantId),
        ...(q && { q }),
        ...(pageParam && { cursor: pageParam }),
      });
      return api<OptOutPage>(`/api/opt-outs?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    ...(q === "" && tenantId === first.tenant.id && { initialData: { pages: [first], pageParams: [null] } }),
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const number = list.data?.pages[0]?.tenant.optOutNumber;
  return (
    <>
      <PageHeader
        title={t("headline")}
        lede={[t("lede"), number && t("free", { number })].filter(Boolean).join(" ")}
        actions={
          mayWrite && (
            <>
              <Sync tenantId={tenantId} />
              <Button variant="primary" aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
                <Plus aria-hidden />
                {t("add")}
              </Button>
            </>
          )
        }
      />
      <CustomersTabs here="optOuts" />
      <div className="grid grid-cols-1 gap-4">
        <div className="flex flex-wrap items-center gap-3">
          {tenants.length > 1 && (
            <Select
              aria-label={t("tenant")}
              value={tenantId}
              onChange={(event) => choose(Number(event.target.value))}
              className="max-w-72 max-md:max-w-none"
            >
              {tenants.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </Select>
          )}
          <SearchWords label={t("search")} value={q} onChange={setQ} />
        </div>
        {isAdding && (
          <AddOptOut tenantId={tenantId} onAdded={() => askAgain([OPT_OUTS])} onClose={() => setAdding(false)} />
        )}
        <TableFrame>
          {list.isPending ? (
            <SkeletonRows rows={5} label={t("title")} />
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
              icon={q ? <SearchX aria-hidden /> : <CircleSlash aria-hidden />}
              title={q ? t("noMatch") : t("empty")}
            >
              {q ? null : t("emptyWhy")}
            </StateBlock>
          ) : (
            <Rows rows={rows} mayWrite={mayWrite} />
          )}
          {list.hasNextPage && <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />}
        </TableFrame>
      </div>
    </>
  );
}

/** Whose refusals are shown stands in the address; the one first shown needs no name there. */
function useTenantAddress(shown: number, tenants: Props["tenants"]) {
  const params = useSearchParams();
  const asked = Number(params.get("tenantId"));
  const tenantId = tenants.find(({ id }) => id === asked)?.id ?? shown;
  const choose = (id: number) => window.history.replaceState(null, "", `/customers/opt-outs?tenantId=${id}`);
  return { tenantId, choose };
}

function Rows({ rows, mayWrite }: { rows: readonly OptOutDto[]; mayWrite: boolean }) {
  const t = useTranslations("customers.optOuts");
  const locale = toLocale(useLocale());
  return (
    <Table label={t("title")}>
      <thead>
        <tr>
          <Th>{t("columns.phone")}</Th>
          <Th>{t("columns.source")}</Th>
          <Th>{t("columns.note")}</Th>
          <Th num>{t("columns.when")}</Th>
          <Th>
            <span className="sr-only">{t("columns.act")}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Tr key={row.id}>
            <Td lead className="tabular-nums">
              {row.phone}
            </Td>
            <Td toggle fit className="text-ink-2">
              {t(`sources.${row.source}`)}
            </Td>
            <Td full className="max-w-72 truncate text-ink-2">
              {row.note}
            </Td>
            <Td num fit className="text-ink-3 tabular-nums">
              {formatDay(new Date(row.createdAt), locale)}
            </Td>
            <Td fit full className="text-end max-md:text-start">
              {mayWrite && <Lift row={row} />}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function Lift({ row }: { row: OptOutDto }) {
  const t = useTranslations("customers.optOuts");
  const say = useSayError();
  const toast = useToast();
  const lift = useCall(() => api(`/api/opt-outs/${row.id}`, { method: "DELETE" }), {
    onSettled: () => askAgain([OPT_OUTS]),
  });
  const back = async () => {
    try {
      await api(`/api/opt-outs/${row.id}/restore`, { method: "POST", body: {} });
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
    askAgain([OPT_OUTS]);
  };
  const now = async () => {
    try {
      await lift.mutateAsync(undefined);
      toast({ text: t("lifted", { phone: row.phone }), undo: back });
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  if (!row.canLift) return <span className="text-ink-3 text-xs">{t("provider")}</span>;
  return (
    <Button size="sm" variant="ghost" className="max-md:-ms-2.5" busy={lift.isPending} onClick={() => void now()}>
      {t("lift")}
    </Button>
  );
}

function Sync({ tenantId }: { tenantId: number }) {
  const t = useTranslations("customers.optOuts");
  const say = useSayError();
  const toast = useToast();
  const sync = useCall(() => api<OptOutSyncResult>("/api/opt-outs/sync", { method: "POST", body: { tenantId } }), {
    onSettled: () => askAgain([OPT_OUTS]),
  });
  const now = async () => {
    try {
      const result = await sync.mutateAsync(undefined);
      if (result.ok) toast({ text: t("synced", { read: result.read, added: result.added }), tone: "arrived" });
      else toast({ text: t("syncFailed"), tone: "failed" });
    } catch (error) {
      toast({ text: say(error), tone: "failed" });
    }
  };
  return (
    <Button busy={sync.isPending} onClick={() => void now()}>
      <RefreshCw aria-hidden />
      {t("sync")}
    </Button>
  );
}
