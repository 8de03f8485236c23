import type { Fault } from "./faults";
import { ROUTES, type RouteName } from "./routes";

/** One call at a door of Solapi's; `status` "cut" = the connection ended without an answer. */
export type Knock = { at: string; name: RouteName; route: string; status: number | "cut"; fault: string | null };
const KEPT = 1_000;

/** Who knocked where and what came of it: every call counted, the newest kept. */
export function openKnocks() {
  let newest: Knock[] = [];
  let counts: Partial<Record<RouteName, number>> = {};
  return {
    all: (): readonly Knock[] => newest,
    counts: () => counts,
    note(name: RouteName, outcome: { status: number } | string, fault: Fault | null) {
      counts[name] = (counts[name] ?? 0) + 1;
      const status = typeof outcome === "string" ? "cut" : outcome.status;
      const said = fault ? `${fault.kind} ${fault.when}` : null;
      newest.push({ at: new Date().toISOString(), name, route: ROUTES[name], status, fault: said });
      if (newest.length > KEPT) newest = newest.slice(-KEPT / 2);
    },
    clear() {
      newest = [];
      counts = {};
    },
  };
}
export type Knocks = ReturnType<typeof openKnocks>;
