/** What one comparison has found, in messages of the provider. */
export type Tally = {
  read: number;
  same: number;
  /** Inferences that gave way to what really happened. */
  applied: number;
  /** Rows we lacked and the provider proves. */
  inserted: number;
  /** For a person to decide. */
  differing: number;
  /** 외부 발송. */
  foreign: number;
  /** Still under way. */
  open: number;
};
export const noTally = (): Tally => ({ read: 0, same: 0, applied: 0, inserted: 0, differing: 0, foreign: 0, open: 0 });
export function addTally(to: Tally, more: Partial<Tally>): Tally {
  for (const [name, value] of Object.entries(more)) to[name as keyof Tally] += value;
  return to;
}
