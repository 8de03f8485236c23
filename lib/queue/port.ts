/** One id the queue gave out; until one of these is called it belongs to whoever got it. */
export type QueuedBatch = {
  batchId: number;
  /** Nothing is left to do for this notice. */
  done(): Promise<void>;
  /** Give it out again after this many seconds. */
  later(seconds: number): Promise<void>;
  /** Still at work: nobody else is given it for this many seconds. */
  extend(seconds: number): Promise<void>;
};

export type ReceiveOptions = {
  max: number;
  /** What is left to others, where the queue can choose: tenants, and batches one has just looked at. */
  notTenants?: readonly number[];
  notBatches?: readonly number[];
  /** The time to look by, where the asker has just read it. */
  now?: Date;
  signal?: AbortSignal | undefined;
};

/**
 * Layer 2: which batches are due, told to whoever works. It carries ids only and is never believed: the row decides (C-20),
 * so an id that comes twice, late, in another order or never changes nothing but the hour.
 */
export interface Queue {
  /** Whether due ids have to be published, or lie in the table anyway. */
  readonly isTold: boolean;
  /** @returns ids the queue took, and why it didn't take the others */
  publish(ids: readonly number[]): Promise<{ taken: number[]; problem: string | null }>;
  /** @throws QueueProblem where it can't be asked */
  receive(options: ReceiveOptions): Promise<QueuedBatch[]>;
  /**
   * How an outside queue stands; reads only. Absent where the table is the queue.
   * @throws QueueProblem where it can't be asked
   */
  look?(): Promise<QueueStanding>;
}

/** As the service counts, about: notices that wait, that somebody has in hand, and that nobody could finish (null = not told). */
export type QueueStanding = { waiting: number; inHand: number; dead: number | null };

/** The queue is not there, or not for us; `code` is its own word (AccessDenied, QueueDoesNotExist, …: S1-15). */
export class QueueProblem extends Error {
  override readonly name = "QueueProblem";
  constructor(readonly code: string) {
    super(`queue: ${code}`);
  }
}
