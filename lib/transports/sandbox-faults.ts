import * as z from "zod";

/** What can be made to go wrong by hand, so that a person can reproduce every failure (product.md, control doors). */
export const faultKinds = [
  "offline",
  "http_500",
  "slow",
  "lost",
  "drop_older",
  "queue_full",
  "duplicate",
  "late",
  "reset_after",
  "garbage",
  "html_500",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** `times` calls are hit, then the fault is over; without it, until it is cleared. `ms` only for slow, late and drop_older. */
export const FaultInput = z.strictObject({
  kind: z.enum(faultKinds),
  times: z.int().min(1).max(1_000_000).optional(),
  ms: z.int().min(0).max(600_000).optional(),
  roomId: z.string().min(1).max(100).optional(),
});
export type Fault = z.output<typeof FaultInput>;

/** How long slow, late and drop_older take unless told, in ms. */
export const DEFAULT_FAULT_MS: Partial<Record<FaultKind, number>> = { slow: 3000, late: 5000, drop_older: 1500 };

/** The first fault of one of `kinds` that concerns `roomId`; a fault without a room concerns every room. */
export const findFault = (faults: readonly Fault[], kinds: readonly FaultKind[], roomId: string | null): Fault | null =>
  faults.find((fault) => kinds.includes(fault.kind) && (fault.roomId === undefined || fault.roomId === roomId)) ?? null;

/** The faults left once `used` has hit one more call. */
export const spend = (faults: readonly Fault[], used: Fault): Fault[] =>
  faults.flatMap((fault) => {
    if (fault !== used || fault.times === undefined) return [fault];
    return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
  });

/** The faults left once those of a kind, of a room (null = those that concern every room), or of both are ended. */
export const endFaults = (
  faults: readonly Fault[],
  { kind, roomId }: { kind?: FaultKind | undefined; roomId?: string | null | undefined },
): Fault[] =>
  faults.filter((fault) => {
    const ofRoom = roomId === undefined || (fault.roomId ?? null) === roomId;
    return !(ofRoom && (kind === undefined || fault.kind === kind));
  });
