import type { Standing, Verdict } from "./verdict-shape";
import type { XrayGroup } from "./xray-dto";

/** What needs a person first, what is well last. */
const ORDER: readonly Standing[] = [
  "stuck",
  "unknown",
  "ended",
  "unrecorded",
  "moving",
  "waiting",
  "sent",
  "handed_off",
  "delivered",
];

type Judged = { verdict: Verdict; code: string | null; count: number; sample: number | null };

/** By what a person has to see first: what is stuck, then what nobody knows; of the same, whoever is more. */
export function inNeed<T extends Judged>(judged: readonly T[]): T[] {
  const rank = ({ verdict }: Judged) => ORDER.indexOf(verdict.standing) + (verdict.cause === null ? 0.5 : 0);
  return judged.toSorted((a, b) => rank(a) - rank(b) || b.count - a.count || (a.sample ?? 0) - (b.sample ?? 0));
}

/** Recipients for whom the same is true, put together. */
export function xrayGroups(judged: readonly Judged[]): XrayGroup[] {
  const found = new Map<string, XrayGroup & Judged>();
  for (const one of judged) {
    const { standing, layer, cause } = one.verdict;
    const key = [standing, layer, cause, one.code].join("/");
    const known = found.get(key);
    if (known) known.count += one.count;
    else found.set(key, { ...one, standing, layer, cause });
  }
  return inNeed([...found.values()]).map(({ standing, layer, cause, code, count, sample }) => ({
    ...{ standing, layer, cause, code, count, sample },
  }));
}
