/** The answer of `ask`, asked once for all who want it within `ms`. A failure isn't kept. */
export function remembered<R>(ms: number, ask: () => Promise<R>): () => Promise<R> {
  let last: { answer: Promise<R>; untilMs: number } | undefined;
  return () => {
    if (last && performance.now() < last.untilMs) return last.answer;
    const asked = { answer: ask(), untilMs: performance.now() + ms };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = undefined;
    });
    return asked.answer;
  };
}
