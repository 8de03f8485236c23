const LEAST_MS = 10_000;
const MOST_MS = 120_000;
const MS_PER_MB = 3000;

/** How long one gateway call may take, in ms: longer with the payload, 10 to 120 s (rulings 10). */
export const callTimeoutMs = (payloadBytes: number): number =>
  Math.round(Math.min(MOST_MS, LEAST_MS + (payloadBytes / 1_048_576) * MS_PER_MB));
