/** One line of a benchmark's table. `pass` null = not run here. */
export type Finding = { what: string; measured: string; goal: string; pass: boolean | null };

export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))]!;
};

/** Runs two subjects in turn, so that whatever else the machine does hits both alike. Times in ms. */
export async function interleave(rounds: number, small: () => Promise<unknown>, large: () => Promise<unknown>) {
  const times: [number[], number[]] = [[], []];
  const once = async (subject: () => Promise<unknown>) => {
    const startedMs = performance.now();
    await subject();
    return performance.now() - startedMs;
  };
  for (let i = 0; i < 10; i++) {
    await small();
    await large();
  }
  for (let i = 0; i < rounds; i++) {
    times[0].push(await once(small));
    times[1].push(await once(large));
  }
  return times;
}

/** `1.2 → 1.4 ms (×1.17)` with the verdict. */
export function ratio(what: string, small: number, large: number, most: number): Finding {
  const times = large / small;
  return {
    what,
    measured: `${small.toFixed(2)} → ${large.toFixed(2)} ms (×${times.toFixed(2)})`,
    goal: `≤ ×${most}`,
    pass: times <= most,
  };
}
