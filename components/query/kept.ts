import type { QueryClient, QueryKey } from "@tanstack/react-query";

let client: QueryClient | null = null;

export const remember = (made: QueryClient): void => {
  client = made;
};

/** After a change: whatever react-query shows of these is asked again. Needs none of its code; where it never ran, nothing is kept. */
export const askAgain = (queryKey: QueryKey): void => void client?.invalidateQueries({ queryKey });

/** After a change that another page will show: what is kept of these counts for nothing. */
export const forget = (queryKey: QueryKey): void => client?.removeQueries({ queryKey });
