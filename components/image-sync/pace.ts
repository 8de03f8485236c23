/** Where something stood, and when by the browser's clock. */
export type Mark = { done: number; atMs: number };
export type Pace = { perSecond: number; secondsLeft: number };

const SHORTEST_MS = 400;

/** Steps a second since the first mark and the time left at that; null while too little is known. */
export function paceOf(first: Mark, last: Mark, all: number): Pace | null {
  const [made, tookMs] = [last.done - first.done, last.atMs - first.atMs];
  if (made <= 0 || tookMs < SHORTEST_MS) return null;
  const perSecond = made / (tookMs / 1000);
  return { perSecond, secondsLeft: Math.ceil(Math.max(0, all - last.done) / perSecond) };
}

/** `2.4` under ten, whole figures above: what moves by the second needs no more. */
export const rateText = (perSecond: number): string =>
  perSecond >= 10 ? Math.round(perSecond).toLocaleString() : perSecond.toFixed(1);
