"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useRef, useState } from "react";
import { filterFrom } from "./list-address";
import { type PhoneLogFilter, phoneFilterOf } from "./phone-address";

/**
 * The filter lives in the address: it survives a reload and can be sent on.
 * @param addressOf of the part of the ledger that is looked at
 */
export function usePhoneAddress(addressOf: (filter: PhoneLogFilter) => string) {
  const params = useSearchParams();
  const [filter, setFilter] = useState(() => phoneFilterOf(filterFrom(params), params));
  const ofPart = useRef(addressOf);
  useEffect(() => {
    // Word of an address that has changed again meanwhile is old news.
    if (params.toString() === new URLSearchParams(window.location.search).toString())
      setFilter(phoneFilterOf(filterFrom(params), params));
  }, [params]);
  const change = useCallback((part: Partial<PhoneLogFilter>) => {
    setFilter((old) => {
      const next = { ...old, ...part };
      window.history.replaceState(null, "", ofPart.current(next));
      return next;
    });
  }, []);
  return { filter, change };
}
