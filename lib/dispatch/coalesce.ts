/** Items of one batch at most. */
const MOST = 500;
/** How long the first item of a batch waits for company, in ms (engine.md §4). */
const GATHER_MS = 2;

type Waiting<I, O> = { item: I; resolve: (result: O) => void; reject: (error: unknown) => void };

/**
 * Turns work on many items into work on one: what arrives within 2 ms, or while a batch is under way, goes together.
 * A batch that fails is done again item by item, so one bad row never takes the others with it.
 * @param run answers each item at its own place
 */
export function coalesce<I, O>(run: (items: readonly I[]) => Promise<readonly O[]>): (item: I) => Promise<O> {
  const queue: Waiting<I, O>[] = [];
  let isDraining = false;

  async function answer(batch: readonly Waiting<I, O>[]): Promise<void> {
    try {
      const results = await run(batch.map(({ item }) => item));
      for (const [i, { resolve }] of batch.entries()) resolve(results[i] as O);
    } catch (error) {
      if (batch.length === 1) batch[0]!.reject(error);
      else for (const one of batch) await answer([one]);
    }
  }

  async function drain(): Promise<void> {
    isDraining = true;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (queue.length > 0) await answer(queue.splice(0, MOST));
    isDraining = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (!isDraining) void drain();
    });
}
