import * as z from "zod";
import { type RouteName, routeNamed } from "./routes";

export const faultKinds = [
  "reset",
  "close",
  "hang",
  "slow",
  "http_503",
  "http_500",
  "http_429",
  "empty",
  "html",
  "truncated",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/**
 * What goes wrong at one of Solapi's doors. `before`: nothing happened; `after`: it happened and the answer is lost.
 * `times` calls are hit, then it is over; without it, until it is cleared. `ms` only for slow.
 */
export const FaultInput = z.strictObject({
  route: z
    .string()
    .refine((route) => routeNamed(route) !== null, "no such door; a short name, `METHOD /path/:id`, or *")
    .transform((route) => routeNamed(route)!),
  when: z.enum(["before", "after"]).default("before"),
  kind: z.enum(faultKinds),
  times: z.int().min(1).max(1_000_000).optional(),
  ms: z.int().min(0).max(600_000).optional(),
});
export type Fault = z.output<typeof FaultInput>;

/** The faults that are set; `hit` uses one up. */
export function openFaults() {
  let faults: Fault[] = [];
  return {
    all: () => faults,
    add(fault: Fault) {
      faults = [...faults, fault];
    },
    /** Ends those of one door, or all. */
    clear(route: RouteName | "*" | null) {
      faults = route === null ? [] : faults.filter((fault) => fault.route !== route);
    },
    /** The first fault for this door, counted as used; null = all is well. */
    hit(route: RouteName): Fault | null {
      const found = faults.find((fault) => fault.route === route || fault.route === "*");
      if (!found) return null;
      const left = found.times === undefined ? found : { ...found, times: found.times - 1 };
      faults = faults.flatMap((fault) => (fault !== found ? [fault] : left.times === 0 ? [] : [left]));
      return found;
    },
  };
}
export type Faults = ReturnType<typeof openFaults>;
