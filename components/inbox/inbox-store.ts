import { api } from "@/components/query/api-client";
import type { InboxDto } from "@/lib/inbox/queries";

/** How often it is looked at, and how old it may be when somebody comes back to the page. */
const LOOK_MS = 15_000;
const OLD_MS = 10_000;

export type InboxState = { data: InboxDto | null; isFailed: boolean };

// The bell is drawn anew with each screen; what it knows stays for the visit.
let state: InboxState = { data: null, isFailed: false };
let lookedAt = Number.NEGATIVE_INFINITY;
const listeners = new Set<() => void>();

const nothing: InboxState = { data: null, isFailed: false };
export const inboxNow = (): InboxState => state;
export const inboxOnServer = (): InboxState => nothing;

function put(next: InboxState): void {
  state = next;
  for (const tell of listeners) tell();
}

async function look(): Promise<void> {
  lookedAt = performance.now();
  try {
    put({ data: await api<InboxDto>("/api/inbox"), isFailed: false });
  } catch {
    put({ ...state, isFailed: true });
  }
}

function lookIfOld(): void {
  if (document.visibilityState === "visible" && performance.now() - lookedAt >= OLD_MS) void look();
}

/** Keeps the inbox fresh while somebody looks at the page. */
export function watchInbox(tell: () => void): () => void {
  listeners.add(tell);
  lookIfOld();
  const timer = setInterval(lookIfOld, LOOK_MS);
  document.addEventListener("visibilitychange", lookIfOld);
  return () => {
    listeners.delete(tell);
    clearInterval(timer);
    document.removeEventListener("visibilitychange", lookIfOld);
  };
}

/** What this page itself changed, shown before the server is asked again. */
export function changeInbox(part: Partial<InboxDto>): void {
  if (state.data) put({ ...state, data: { ...state.data, ...part } });
}
