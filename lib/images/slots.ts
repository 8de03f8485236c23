/**
 * A gate that lets `size` pieces of work run at once; the rest wait in order. A slot is free again when its work
 * ends, well or badly.
 */
export function createSlots(size: number) {
  const waiting: (() => void)[] = [];
  let free = size;
  return async function withSlot<T>(work: () => Promise<T>): Promise<T> {
    if (free > 0) free--;
    else await new Promise<void>((enter) => waiting.push(enter));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}
