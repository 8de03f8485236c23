import { type ProbeName, probeKey } from "./probe-names";

/** Figures and codes for the words around a look: no name, number of a phone, address or secret. */
export type Figures = Record<string, string | number>;

/** What a look at one thing came to. Null: it couldn't be asked, which says nothing about it. */
export type Seen = { ok: true; figures?: Figures } | { ok: false; cause: string; figures?: Figures } | null;

export type Looked = { key: string; ok: boolean; cause: string | null; figures: Figures; ms: number };

/** No look takes longer: what doesn't answer by then counts as silent. */
export const LOOK_MS = 900;
/** So many gateways and accounts are asked side by side. */
const AT_ONCE = 16;

export const well = (figures: Figures = {}): Seen => ({ ok: true, figures });
export const ill = (cause: string, figures: Figures = {}): Seen => ({ ok: false, cause, figures });

const LATE = Symbol("late");

/** What `work` comes to, or `LATE` where it takes longer; it may go on meanwhile, and nobody minds how it ends. */
async function inTime<R>(work: Promise<R>, ms: number): Promise<R | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => resolve(LATE), ms);
  });
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

export type Looks = {
  /** How long one look may take, in ms. */
  ms: number;
  /** One look, timed and ended in time; it never throws. */
  look: (
    name: ProbeName,
    id: number | undefined,
    work: (signal: AbortSignal) => Promise<Seen>,
  ) => Promise<Looked | null>;
};

/** Looks that each end after `ms`, however what they look at behaves. */
export const openLooks = (ms: number = LOOK_MS): Looks => ({
  ms,
  async look(name, id, work) {
    const startMs = performance.now();
    const stop = new AbortController();
    let seen: Seen | typeof LATE;
    try {
      seen = await inTime(work(stop.signal), ms);
    } catch {
      seen = null;
    } finally {
      stop.abort();
    }
    if (seen === null) return null;
    const told = seen === LATE ? { ok: false as const, cause: "timeout", figures: {} } : seen;
    return {
      ...{ key: probeKey(name, id), ok: told.ok, ms: Math.round(performance.now() - startMs) },
      ...{ cause: told.ok ? null : told.cause, figures: told.figures ?? {} },
    };
  },
});

/** What `work` comes to; null where it takes longer than `ms`. */
export async function answeredIn<R>(ms: number, work: Promise<R>): Promise<R | null> {
  const answer = await inTime(work, ms);
  return answer === LATE ? null : answer;
}

/** Runs all of `works`, a few side by side, and begins none after `deadlineMs`. */
export async function inTurn<R>(works: readonly (() => Promise<R>)[], deadlineMs: number): Promise<R[]> {
  const done: R[] = [];
  const left = works.values();
  const walk = async () => {
    for (const work of left) {
      if (performance.now() >= deadlineMs) return;
      done.push(await work());
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, works.length) }, walk));
  return done;
}
