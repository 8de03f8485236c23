/** A stretch of the time line in which lengths are true; a cut one is drawn shorter than it was, and says so. */
export type Piece = { from: number; to: number; left: number; right: number; isCut: boolean };

export type Scale = {
  pieces: Piece[];
  /** Where a moment stands, in per cent of the line. */
  at: (ms: number) => number;
  ticks: { at: number; left: number }[];
};

/** A wait this many times as long as everything else together would squeeze the rest out of sight. */
const SQUEEZES = 24;
/** One short thing before or after a wait needs no cut: its bar is a sliver, its words say how long. */
const SHORT_THINGS = 3;
const CUT_SHARE = [0, 40, 26, 20];
const STEPS_MS = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 20, 30].map((seconds) => seconds * 1_000),
  ...[1, 2, 5, 10, 20, 30].map((minutes) => minutes * 60_000),
  ...[1, 2, 4, 8, 12, 24, 48, 168, 720].map((hours) => hours * 3_600_000),
];
const TICKS = 7;

/**
 * The line from the first moment to the last over `share` per cent of the width. Lengths are true everywhere, except that
 * waits beside which nothing else would be seen are cut short.
 */
export function scaleOf(moments: readonly number[], share = 100): Scale {
  const stops = [...new Set(moments)].sort((a, b) => a - b);
  const first = stops[0] ?? 0;
  const last = Math.max(stops.at(-1) ?? 0, first + 1);
  const lengths = stops.slice(1).map((stop, i) => stop - stops[i]!);
  const cut = cutsOf(lengths);
  const cutShare = ((CUT_SHARE[cut.size] ?? 0) * share) / 100;
  const whole = lengths.reduce((sum, length, i) => sum + (cut.has(i) ? 0 : length), 0) || last - first;
  const perMs = (share - cutShare * cut.size) / whole;
  const pieces: Piece[] = [];
  let left = 0;
  for (const [i, length] of (lengths.length > 0 ? lengths : [last - first]).entries()) {
    const from = stops[i] ?? first;
    const to = from + length;
    const width = cut.has(i) ? cutShare : length * perMs;
    const before = pieces.at(-1);
    if (before && !before.isCut && !cut.has(i)) {
      before.to = to;
      before.right = left + width;
    } else pieces.push({ from, to, left, right: left + width, isCut: cut.has(i) });
    left += width;
  }
  const at = (ms: number): number => {
    const piece = pieces.find((one) => ms <= one.to) ?? pieces.at(-1)!;
    const along = (Math.min(Math.max(ms, piece.from), piece.to) - piece.from) / (piece.to - piece.from);
    return piece.left + along * (piece.right - piece.left);
  };
  return { pieces, at, ticks: ticksOf(pieces) };
}

function cutsOf(lengths: readonly number[]): ReadonlySet<number> {
  const cut = new Set<number>();
  while (cut.size < CUT_SHARE.length - 1) {
    const open = lengths.map((length, i) => ({ length, i })).filter(({ length, i }) => !cut.has(i) && length > 0);
    const longest = open.reduce((a, b) => (b.length > a.length ? b : a), { length: 0, i: -1 });
    const rest = open.reduce((sum, { length }) => sum + length, 0) - longest.length;
    if (open.length <= SHORT_THINGS || longest.length < rest * SQUEEZES) break;
    cut.add(longest.i);
  }
  return cut;
}

/** Even steps where the line is whole; where it is cut, only the moments at which its true pieces begin and end. */
function ticksOf(pieces: readonly Piece[]): Scale["ticks"] {
  if (pieces.length !== 1) {
    const ends = pieces.flatMap(({ from, left, to, right }, i) => [
      { at: from, left },
      ...(i === pieces.length - 1 ? [{ at: to, left: right }] : []),
    ]);
    return ends.filter((tick, i) => i === 0 || tick.left - ends[i - 1]!.left > 8);
  }
  const { from, to, left, right } = pieces[0]!;
  const step = STEPS_MS.find((ms) => (to - from) / ms <= TICKS) ?? to - from;
  const count = Math.floor((to - from) / step + 1e-9);
  return Array.from({ length: count + 1 }, (_, i) => ({
    at: from + i * step,
    left: left + ((i * step) / (to - from)) * (right - left),
  }));
}
