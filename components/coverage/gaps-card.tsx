"use client";
import { CircleCheck, Hash, SearchX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError } from "@/components/query/api-client";
import { useSayError } from "@/components/query/say-error";
import { ChoiceChip } from "@/components/schedules/choice-chip";
import { Button, ButtonLink } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { partOf, usePart } from "@/components/ui/load-part";
import { Note } from "@/components/ui/note";
import { SearchWords } from "@/components/ui/search-words";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { Tabs } from "@/components/ui/tabs";
import { messageOrigins } from "@/db/enums";
import { normaliseKoreanNumber } from "@/lib/transports/phone-number";
import { type CoverageAddress, coverageAddressOf, gapKinds, isNarrowed, scopeOfFilter } from "./coverage-address";
import { GapTable } from "./gap-table";
import { type Figures, type FirstCoverage, useGaps } from "./use-coverage";
import type { usePlan } from "./use-plan";

const bulkBar = partOf(() => import("@/components/ui/bulk-bar").then((module) => module.BulkBar));

type Props = {
  first: FirstCoverage;
  filter: CoverageAddress;
  gaps: Figures["gaps"];
  now: Date;
  may: { recover: boolean; all: boolean };
  recovery: ReturnType<typeof usePlan>;
  onChange: (part: Partial<CoverageAddress>) => void;
};

/** Every message of which somebody has no row, and the ways to put that right. */
export function GapsCard({ first, filter, gaps, now, may, recovery, onChange }: Props) {
  const t = useTranslations("coverage");
  const say = useSayError();
  const list = useGaps(filter, first, now);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set());
  const BulkBar = usePart(bulkBar, picked.size > 0);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isNumber = normaliseKoreanNumber(filter.q).kind === "mobile";
  const isFiltered = isNarrowed(filter) || filter.kind !== null || filter.origin !== null || filter.q !== "";
  const total = gapKinds.reduce((sum, kind) => sum + gaps[kind], 0);
  const clear = () =>
    onChange({
      kind: null,
      origin: null,
      q: "",
      orgId: null,
      period: null,
      from: null,
      to: null,
      mode: null,
      status: null,
    });
  return (
    <Card id="gaps" aria-labelledby="gaps-head" className="scroll-mt-16">
      <CardHead id="gaps-head" title={t("gaps.title")}>
        <SearchWords label={t("gaps.search")} value={filter.q} onChange={(q) => onChange({ q })} />
      </CardHead>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 pt-3">
        <Tabs
          label={t("gaps.views.label")}
          className="grow"
          tabs={[null, ...gapKinds].map((kind) => ({
            href: coverageAddressOf({ ...filter, kind }),
            label: t(`gaps.views.${kind ?? "all"}`),
            count: (kind ? gaps[kind] : total).toLocaleString(),
            current: filter.kind === kind,
          }))}
        />
        <ChoiceChip
          single
          name={t("gaps.originLabel")}
          options={messageOrigins.map((value) => ({ value, label: t(`gaps.origins.${value}`) }))}
          chosen={filter.origin ? [filter.origin] : []}
          onChange={([origin]) => onChange({ origin: messageOrigins.find((one) => one === origin) ?? null })}
        />
      </div>
      {isNumber && (
        <Note icon={<Hash aria-hidden />} className="mx-4 mt-3">
          <span className="flex flex-wrap items-center justify-between gap-2">
            {t("gaps.numberFound")}
            <span className="flex flex-wrap gap-2">
              <ButtonLink size="sm" href="/customers/numbers">
                {t("gaps.numberHistory")}
              </ButtonLink>
              {may.recover && rows.some((gap) => gap.missing > 0) && (
                <Button
                  size="sm"
                  busy={recovery.asking === "number"}
                  onClick={() => recovery.plan(scopeOfFilter(filter, now, may.all), "number")}
                >
                  {t("planNumber")}
                </Button>
              )}
            </span>
          </span>
        </Note>
      )}
      <div aria-busy={list.isPlaceholderData} className="mt-2">
        {list.isPending ? (
          <SkeletonRows rows={6} label={t("gaps.title")} />
        ) : list.isError && rows.length === 0 ? (
          <ErrorState
            onRetry={() => void list.refetch()}
            busy={list.isRefetching}
            requestId={list.error instanceof ApiError ? list.error.requestId : null}
          >
            {say(list.error)}
          </ErrorState>
        ) : rows.length === 0 && isFiltered ? (
          <StateBlock
            icon={<SearchX aria-hidden />}
            title={t("gaps.nothing.title")}
            heading="h3"
            action={<Button onClick={clear}>{t("filters.clear")}</Button>}
          >
            {t("gaps.nothing.text")}
          </StateBlock>
        ) : rows.length === 0 ? (
          <StateBlock icon={<CircleCheck aria-hidden />} title={t("gaps.none.title")} heading="h3">
            {t("gaps.none.text")}
          </StateBlock>
        ) : (
          <GapTable rows={rows} picked={picked} onPick={setPicked} mayRecover={may.recover} recovery={recovery} />
        )}
        {list.hasNextPage && rows.length > 0 && (
          <LoadMore onMore={() => void list.fetchNextPage()} busy={list.isFetchingNextPage} />
        )}
      </div>
      {BulkBar && picked.size > 0 && (
        <div className="pb-3">
          <BulkBar
            title={t("gaps.chosen", { count: picked.size })}
            label={t("gaps.chosenLabel")}
            clearLabel={t("gaps.chosenClear")}
            onClear={() => setPicked(new Set())}
          >
            <Button
              variant="ghost"
              size="sm"
              busy={recovery.asking === "picked"}
              onClick={() => recovery.plan({ kind: "messages", ids: [...picked].slice(0, MOST_PICKED) }, "picked")}
            >
              {t("gaps.chosenPlan")}
            </Button>
          </BulkBar>
        </div>
      )}
    </Card>
  );
}

/** More ids one plan doesn't take (RecoveryScopeInput). */
const MOST_PICKED = 1_000;
