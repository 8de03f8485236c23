import type { GapKind } from "@/db/enums";

/** What one message, or any number of them, comes to in recipients. */
export type Figures = {
  /** Whom it was meant for, each once (C-03). */
  expected: number;
  /** Those of them who are known by number. */
  listed: number;
  /** Those of them with a row: never more than `listed`, whatever else was logged. */
  recorded: number;
  /** Rows of nobody it was meant for; shown apart, never counted in. */
  extra: number;
  /** Of the recorded: by the provider's final word, by a rule of recovery, and those nobody knows of. */
  confirmed: number;
  inferred: number;
  unknown: number;
};

/** Where each expected recipient stands; the six sum to `expected`. */
export type Certainty = {
  /** 관측: our own record of what happened. */
  observed: number;
  /** 공급자 확인 */
  confirmed: number;
  /** 복원: put there by a rule, no proof of anything. */
  inferred: number;
  /** 미확인 */
  unknown: number;
  /** 되살릴 수 있음: no row, but it is known whose is missing. */
  missing: number;
  /** 복구 불가: nobody can say any more who it was (C-06). */
  unrecoverable: number;
};

export const NOTHING: Figures = {
  expected: 0,
  listed: 0,
  recorded: 0,
  extra: 0,
  confirmed: 0,
  inferred: 0,
  unknown: 0,
};

export const addFigures = (a: Figures, b: Figures): Figures => ({
  expected: a.expected + b.expected,
  listed: a.listed + b.listed,
  recorded: a.recorded + b.recorded,
  extra: a.extra + b.extra,
  confirmed: a.confirmed + b.confirmed,
  inferred: a.inferred + b.inferred,
  unknown: a.unknown + b.unknown,
});

export const certaintyOf = ({ expected, listed, recorded, confirmed, inferred, unknown }: Figures): Certainty => ({
  observed: recorded - confirmed - inferred - unknown,
  confirmed,
  inferred,
  unknown,
  missing: listed - recorded,
  unrecoverable: expected - listed,
});

/** Below it imported history warns; the first milestone on the way there (C-04, S0-23, S0-32). */
export const TARGET_PCT = 95;
export const MILESTONE_PCT = 90;

/**
 * 기록률 in percent with two decimals, rounded half up in whole numbers: 602 of 2,544 are 23.66, never 23.660000000000004.
 * It is 100 only where nothing is missing, and null where nobody was expected.
 */
export function pctOf(recorded: number, expected: number): number | null {
  if (expected === 0) return null;
  const hundredths = (BigInt(recorded) * 20_000n + BigInt(expected)) / (BigInt(expected) * 2n);
  return recorded < expected && hundredths >= 10_000n ? 99.99 : Number(hundredths) / 100;
}

/** The same as text, always with its two decimals. */
export const pctText = (pct: number | null): string => (pct === null ? "–" : pct.toFixed(2));

/** What of a message's recipients has no row. */
export function gapOf({ expected, listed, recorded }: Pick<Figures, "expected" | "listed" | "recorded">): GapKind {
  if (listed > recorded) return recorded > 0 ? "partial" : "missing";
  return expected > listed ? "unrecoverable" : "none";
}

/**
 * Whom a message of the old system was meant for: its list, each number once; without one as many as it counted, or as are
 * known from elsewhere where that is more (C-06).
 * @param fromList of the listed, those its own list named
 */
export const expectedOf = (listed: number, fromList: number, sentCount: number | null): number =>
  fromList > 0 ? listed : Math.max(listed, sentCount ?? 0);
