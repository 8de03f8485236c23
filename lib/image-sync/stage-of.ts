/** The gates (S4-21…S4-23): at most so many customers in the first two stages; the last takes the rest. */
export const STAGE_SIZES = [10, 50] as const;
export type StageNumber = 1 | 2 | 3;
export const STAGES: readonly StageNumber[] = [1, 2, 3];

/** What of a customer is to be done. `customerId` 0: what belongs to nobody. */
export type CustomerLoad = { customerId: number; findings: number };
export type Seat = { stage: StageNumber; batch: number; place: number };

/**
 * Gives every customer a seat: those with the fewest findings come first, so that a mistake meets few. `from` is the first stage
 * that hasn't begun: whoever sits in an earlier one isn't asked about again.
 * @returns the seats by customer; `place` is their order in the whole run
 */
export function seatsOf(loads: readonly CustomerLoad[], from: StageNumber, batchSize: number): Map<number, Seat> {
  const inOrder = [...loads].sort((a, b) => a.findings - b.findings || a.customerId - b.customerId);
  const seats = new Map<number, Seat>();
  let stage = from;
  let inStage = 0;
  for (const [place, { customerId }] of inOrder.entries()) {
    if (inStage >= (STAGE_SIZES[stage - 1] ?? Number.POSITIVE_INFINITY)) {
      stage = (stage + 1) as StageNumber;
      inStage = 0;
    }
    seats.set(customerId, { stage, batch: Math.floor(inStage / batchSize), place });
    inStage++;
  }
  return seats;
}
