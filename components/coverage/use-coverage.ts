"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/query/api-client";
import { queryKeys } from "@/components/query/query-keys";
import type { CoverageDto, TrendDto } from "@/lib/coverage/coverage-dto";
import type { GapPage } from "@/lib/coverage/gap-queries";
import type { GapFilterKind } from "@/lib/coverage/schema";
import { type CoverageAddress, coverageAddressOf, coverageFrom, figuresQueryOf, gapsQueryOf } from "./coverage-address";

const LOOK_MS = 15_000;

export type Figures = CoverageDto & { gaps: Record<GapFilterKind, number> };
/** What the page was made with. */
export type FirstCoverage = {
  filter: CoverageAddress;
  figures: Figures;
  gaps: GapPage;
  trend: TrendDto;
};

/** The filter lives in the address: it survives a reload and can be sent on. */
export function useCoverageAddress() {
  const params = useSearchParams();
  const [filter, setFilter] = useState(() => coverageFrom(params));
  useEffect(() => {
    // Word of an address that has changed again meanwhile is old news.
    if (params.toString() === new URLSearchParams(window.location.search).toString()) setFilter(coverageFrom(params));
  }, [params]);
  const change = useCallback((part: Partial<CoverageAddress>) => {
    setFilter((old) => {
      const next = { ...old, ...part };
      window.history.replaceState(null, "", coverageAddressOf(next));
      return next;
    });
  }, []);
  return { filter, change };
}

/** The figures of a filter, kept fresh. */
export function useFigures(filter: CoverageAddress, first: FirstCoverage, now: Date) {
  const query = figuresQueryOf(filter, now);
  return useQuery({
    queryKey: queryKeys.list("coverage", { query }),
    queryFn: ({ signal }) => api<Figures>(`/api/coverage?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_MS,
    ...(query === figuresQueryOf(first.filter, now) && { initialData: first.figures }),
  });
}

/** The trend of an organisation; it doesn't know the other filters. */
export function useTrend({ orgId }: CoverageAddress, first: FirstCoverage) {
  return useQuery({
    queryKey: queryKeys.list("coverage", { trendOf: orgId }),
    queryFn: ({ signal }) =>
      api<TrendDto>(`/api/coverage/trend?days=30${orgId === null ? "" : `&orgId=${orgId}`}`, { signal }),
    placeholderData: keepPreviousData,
    ...(orgId === first.filter.orgId && { initialData: first.trend }),
  }).data;
}

/** Messages that lack rows, page by page, newest first. */
export function useGaps(filter: CoverageAddress, first: FirstCoverage, now: Date) {
  const query = gapsQueryOf(filter, now);
  return useInfiniteQuery({
    queryKey: queryKeys.list("coverage", { gaps: query }),
    queryFn: ({ pageParam, signal }) =>
      api<GapPage>(`/api/coverage/gaps?${gapsQueryOf(filter, now, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    ...(query === gapsQueryOf(first.filter, now) && { initialData: { pages: [first.gaps], pageParams: [null] } }),
  });
}
