"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useState } from "react";
import { api } from "@/components/query/api-client";
import { askAgain } from "@/components/query/kept";
import { useCall } from "@/components/query/use-call";
import type { CustomerPage } from "@/lib/customers/queries";
import { addressOf, type CustomerListFilter, filterFrom, queryOf } from "./list-address";

const CUSTOMERS = "customers";

/** The filter lives in the address: it survives a reload and can be sent on. */
export function useCustomerAddress() {
  const params = useSearchParams();
  // The router tells of a new address a moment later; controls must not jump back meanwhile.
  const [filter, setFilter] = useState(() => filterFrom(params));
  useEffect(() => setFilter(filterFrom(params)), [params]);
  const change = useCallback((part: Partial<CustomerListFilter>) => {
    const next = { ...filterFrom(new URLSearchParams(window.location.search)), ...part };
    window.history.replaceState(null, "", addressOf(next));
    setFilter(next);
  }, []);
  return { filter, change };
}

/** Customers that match, page by page. */
export function useCustomers(filter: CustomerListFilter, first: { filter: CustomerListFilter; page: CustomerPage }) {
  const isFirst = JSON.stringify(filter) === JSON.stringify(first.filter);
  return useInfiniteQuery({
    queryKey: [CUSTOMERS, filter],
    queryFn: ({ pageParam, signal }) => api<CustomerPage>(`/api/customers?${queryOf(filter, pageParam)}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
    ...(isFirst && { initialData: { pages: [first.page], pageParams: [null] } }),
  });
}

/** A change through the API; the list is read again afterwards. */
export const useCustomerChange = <V, R>(run: (variables: V) => Promise<R>) =>
  useCall(run, { onSettled: () => askAgain([CUSTOMERS]) });
