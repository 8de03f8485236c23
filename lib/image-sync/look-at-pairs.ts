import { judgeAbsent } from "./judge-absent";
import { judgeFile } from "./judge-file";
import {
  judgeCorrupt,
  judgeExpired,
  judgeTwins,
  noTally,
  type Sorted,
  sortPair,
  type Tally,
  weighs,
} from "./judge-path";
import { CannotLook, type Eyes, type Found, type ImageRow, type Pair, type Scope } from "./verdict";

export type Looked = { found: Found[]; tally: Tally; failedCustomers: number[] };

/** So many paths are looked at closely at a time. */
const AT_ONCE = 8;

/**
 * A piece of the walk: most paths are only counted, the others are looked at. What is found comes in the order of the paths,
 * however it was cut into pieces.
 */
export async function lookAtPairs(pairs: readonly Pair[], scope: Scope, eyes: Eyes): Promise<Looked> {
  const tally = noTally();
  const open: { pair: Pair; sorted: Sorted }[] = [];
  for (const pair of pairs) {
    const sorted = sortPair(pair, scope, tally);
    if (sorted) open.push({ pair, sorted });
  }
  const found: Found[] = [];
  const failedCustomers: number[] = [];
  if (open.length === 0) return { found, tally, failedCustomers };

  const ids = open.flatMap(({ sorted }) => [...sorted.absent, ...sorted.expired, ...sorted.twins.flat()]);
  const files = open.flatMap(({ pair, sorted }) => (sorted.unclaimed ? [pair.key] : []));
  const [used, names, claims] = await Promise.all([
    eyes.used(ids.map(({ id }) => id)),
    eyes.names(open.flatMap(({ sorted }) => sorted.absent.map(({ id }) => id))),
    eyes.claims(files),
  ]);
  const known = { used, names, claims };
  for (let at = 0; at < open.length; at += AT_ONCE) {
    const piece = open.slice(at, at + AT_ONCE);
    for (const looked of await Promise.all(piece.map((one) => lookAt(one, known, scope, eyes)))) {
      found.push(...looked.found);
      failedCustomers.push(...looked.failedCustomers);
      for (const name of Object.keys(tally) as (keyof Tally)[]) tally[name] += looked.tally[name];
    }
  }
  return { found, tally, failedCustomers };
}

type Known = { used: Set<number>; names: Map<number, string>; claims: Map<string, ImageRow[]> };

async function lookAt(
  { pair, sorted }: { pair: Pair; sorted: Sorted },
  { used, names, claims }: Known,
  scope: Scope,
  eyes: Eyes,
): Promise<Looked> {
  const looked: Looked = { found: [], tally: noTally(), failedCustomers: [] };
  const { found, tally, failedCustomers } = looked;
  /** What can't be looked at isn't judged, and nothing of that customer is certain any more (D-30). */
  const look = async (customerId: number | null, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof CannotLook)) throw error;
      tally.unreadable++;
      if (customerId !== null) failedCustomers.push(customerId);
    }
  };
  const { file, key } = pair;
  if (file) for (const rows of sorted.twins) found.push(...judgeTwins(rows, file, used, tally));
  if (file) for (const row of sorted.corrupt) found.push(judgeCorrupt(row, file));
  for (const row of sorted.expired)
    await look(row.customerId, async () => {
      const others = file ? (await eyes.claims([key])).get(key.toString("hex")) : [];
      const isShared = others?.some(({ id }) => id !== row.id) === true;
      const sha256 = file && !isShared ? await eyes.sha256(file.key) : null;
      found.push(judgeExpired(row, file, { isUsed: used.has(row.id), isShared, sha256 }));
    });
  for (const row of sorted.absent)
    await look(row.customerId, async () => {
      const absent = await judgeAbsent(row, { isUsed: used.has(row.id), name: names.get(row.id) }, scope, eyes);
      if (absent.is === "found") found.push(absent.found);
      else if (absent.is === "fresh") tally.fresh++;
      else if (absent.isUnlisted) {
        // A listing that keeps something from us proves the absence of nothing.
        tally.valid++;
        failedCustomers.push(row.customerId);
      } else if (weighs(row, absent.file)) tally.valid++;
      else found.push(judgeCorrupt(row, absent.file));
    });
  if (sorted.unclaimed && !claims.get(key.toString("hex"))?.length) {
    const unclaimed = sorted.unclaimed;
    await look(null, async () => {
      const verdict = await judgeFile(unclaimed, scope, eyes);
      if (verdict === "fresh") tally.fresh += scope.customerIds ? 0 : 1;
      else if (verdict) {
        found.push(verdict);
        if (scope.customerIds) tally.files++;
      }
    });
  }
  return looked;
}
