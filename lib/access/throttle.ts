/** Pure rule of sign-in throttling: delays that double, no permanent lock (security.md §1c). */

/** Wrong passwords that cost nothing. */
export const FREE_FAILS = 5;
const FIRST_DELAY_MS = 2_000;
export const LONGEST_DELAY_MS = 15 * 60_000;
/** Failures older than this are forgotten. */
export const WINDOW_MS = 60 * 60_000;

/** What is counted, and how many failures weigh as much as one of the same person at the same place. */
export const PATIENCE = {
  /** One account tried from one place. */
  pair: 1,
  /** One account tried from places that never signed in to it: many addresses guessing together. */
  account: 4,
  /** Whatever one address tries: a branch shares one. */
  address: 10,
} as const;
export type Counted = keyof typeof PATIENCE;

/** How long the next try has to wait after `fails` failures within the window, in ms. */
export function delayAfterMs(fails: number, counted: Counted = "pair"): number {
  const weight = Math.floor(fails / PATIENCE[counted]);
  if (weight < FREE_FAILS) return 0;
  return Math.min(FIRST_DELAY_MS * 2 ** Math.min(weight - FREE_FAILS, 20), LONGEST_DELAY_MS);
}

/** What counts as one address: IPv4 as it is, IPv6 by its /64, because whoever has one has all of it. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped) return mapped;
  if (!ip.includes(":")) return ip;
  const [head = "", tail = ""] = ip.toLowerCase().split("::");
  const left = head.split(":").filter(Boolean);
  const right = tail.split(":").filter(Boolean);
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
