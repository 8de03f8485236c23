"use client";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "./api-client";
import { remember } from "./kept";

/** Only what may pass by itself is tried again: not reached, or a fault of the server. */
const isPassing = (error: unknown) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

/** Pages hand their first data down, so nothing is fetched again before it is ten seconds old. */
const makeClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 10_000, retry: (failures, error) => failures < 2 && isPassing(error) },
    },
  });

let shared: QueryClient | null = null;

/** One for the whole visit in the browser; on the server one for each rendering, so that nobody sees another's data. */
function clientHere(): QueryClient {
  if (typeof window === "undefined") return makeClient();
  if (!shared) {
    shared = makeClient();
    remember(shared);
  }
  return shared;
}

/** Around what asks through react-query, and no more: other pages do without its code. */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(clientHere);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
