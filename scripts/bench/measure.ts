import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** One line of a benchmark's table. `pass` null = not run here; `note` stands below it. */
export type Finding = { what: string; measured: string; goal: string; pass: boolean | null; note?: string };

export const percentile = (values: readonly number[], p: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))]!;
};

/** Runs two subjects in turn, so that whatever else the machine does hits both alike. Times in ms. */
export async function interleave(
  rounds: number,
  small: () => Promise<unknown>,
  large: () => Promise<unknown>,
  warmUps = 10,
) {
  const times: [number[], number[]] = [[], []];
  const once = async (subject: () => Promise<unknown>) => {
    const startedMs = performance.now();
    await subject();
    return performance.now() - startedMs;
  };
  for (let i = 0; i < warmUps; i++) {
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

/** Two significant digits at least, whatever the size. */
const short = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(value >= 10 ? 3 : 2);

const range = (values: readonly number[]) => `${short(Math.min(...values))}–${short(Math.max(...values))}`;

/**
 * How many times ours beats theirs in the same rounds: medians, with the ranges.
 * @param unit what the values are; of a time less is better, of anything per second more
 */
export function atLeast(
  what: string,
  theirs: readonly number[],
  ours: readonly number[],
  least: number,
  unit: "ms" | `${string}/s`,
): Finding {
  const [their, our] = [percentile(theirs, 50), percentile(ours, 50)];
  const times = unit === "ms" ? their / our : our / their;
  return {
    what,
    measured: `${short(their)} (${range(theirs)}) → ${short(our)} (${range(ours)}) ${unit} (×${short(times)})`,
    goal: `≥ ×${least}`,
    pass: times >= least,
  };
}

/** A goal whose subject isn't here. */
export const notRun = (what: string, goal: string): Finding => ({ what, measured: "not run", goal, pass: null });

/** What stays in memory after it is really in use. */
export function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
}
