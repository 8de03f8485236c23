import fc from "fast-check";
import { ROW_SITUATIONS } from "./image-situations";
import { FILE_SITUATIONS } from "./image-situations-files";
import { Planter, type World } from "./image-truth";

const STEMS = ["사진", "사진".normalize("NFD"), "Ａ", "😀", "a b", "a%20", "a+", "é", "a-1", "A", "ﬀ", "a.b", "~"];
const SITUATIONS = { ...ROW_SITUATIONS, ...FILE_SITUATIONS };
const kinds = Object.keys(SITUATIONS);

const situation = fc.record({
  kind: fc.constantFrom(...kinds),
  customer: fc.nat(2),
  isHome: fc.boolean(),
  stem: fc.constantFrom(...STEMS),
  draws: fc.array(fc.nat(1_000), { minLength: 8, maxLength: 8 }),
});

export type Plan = { kind: string; customer: number; isHome: boolean; stem: string; draws: number[] }[];

/** Random worlds of up to `most` situations, all in the same few folders. */
export const worlds = (most: number) => fc.array(situation, { maxLength: most });

/** Makes the world of a plan. `homes`: each customer's own folder; `shared`: one that holds pictures of several. */
export function worldOf(plan: Plan, prefix: string, homes: string[], shared: string): World {
  const p = new Planter(prefix, homes);
  for (const customer of [0, 1]) p.valid(customer, `${shared}${p.token()}.jpg`);
  for (const { kind, customer, isHome, stem, draws } of plan) {
    let drawn = 0;
    const n = (most: number) => draws[drawn++ % draws.length]! % most;
    const home = homes[customer]!;
    SITUATIONS[kind]!(p, {
      ...{ customer, other: (customer + 1) % homes.length, home, isHome, shared },
      ...{ folder: isHome ? home : shared, stem: `${stem}${p.token()}` },
      ...{ n, flag: () => n(2) === 1 },
    });
  }
  return p.world;
}
