import { runtime } from "@/lib/wiring";

/** What a terminal door works with; an environment that isn't one is told in words. */
export function openRuntime() {
  try {
    return runtime();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}

/** Says it on stderr in both languages, with how it is used. */
export function refuse(korean: string, english: string, usage: string): never {
  console.error(`${korean}\n(${english})\n${usage}`);
  process.exit(1);
}

/** Whole numbers as people read them, and shares with their two decimals. */
export const number = (value: number): string => value.toLocaleString("ko-KR");
export const share = ({
  recorded,
  expected,
  pct,
}: {
  recorded: number;
  expected: number;
  pct: number | null;
}): string => `${number(recorded)} / ${number(expected)} · ${pct === null ? "–" : `${pct.toFixed(2)} %`}`;
