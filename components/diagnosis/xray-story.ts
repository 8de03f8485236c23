import type { Xray, XraySpan } from "@/lib/diagnosis/xray-dto";

const ms = (iso: string) => Date.parse(iso);

/**
 * Every moment of an x-ray's story, oldest first: those its bars begin and end at; without bars those of its steps. Steps
 * also tell how things are now, which is no part of the story.
 */
export const momentsOf = ({ steps, spans }: Pick<Xray, "steps" | "spans">): number[] =>
  (spans.length > 0
    ? spans.flatMap(({ from, to }) => (to === null ? [ms(from)] : [ms(from), ms(to)]))
    : steps.flatMap(({ at }) => (at === null ? [] : [ms(at)]))
  ).sort((a, b) => a - b);

const latest = (spans: readonly XraySpan[], now: number) =>
  spans.length === 0 ? null : Math.max(...spans.map(({ to }) => (to === null ? now : ms(to))));

export type Story = {
  startMs: number;
  /** Where the drawn part ends: where it stopped, or now. */
  endMs: number;
  /** It stopped at this moment and stands there no longer: nothing is under way. */
  stoppedMs: number | null;
  /** Something still has it. */
  isOpen: boolean;
};

/** From when to when the line goes; null where no time is written down at all. */
export function storyOf(xray: Pick<Xray, "steps" | "spans" | "now" | "verdict">): Story | null {
  const moments = momentsOf(xray);
  const startMs = moments[0];
  if (startMs === undefined) return null;
  const now = ms(xray.now);
  const isOpen = xray.spans.some(({ to }) => to === null);
  const lastMs = Math.max(moments.at(-1)!, startMs);
  const broken = xray.spans.filter(({ state, to }) => state === "broken" && to !== null);
  const failed = xray.steps.findLast(({ ok, at }) => ok === false && at !== null);
  const { layer } = xray.verdict;
  const failedMs = failed?.at && ms(failed.at) >= startMs && ms(failed.at) <= now ? ms(failed.at) : null;
  const stoppedMs = isOpen || layer === null ? null : (latest(broken, now) ?? failedMs ?? lastMs);
  return { startMs, endMs: isOpen ? Math.max(now, lastMs) : Math.max(lastMs, stoppedMs ?? lastMs), stoppedMs, isOpen };
}

export type Timing = { is: "stoppedAfter" | "stuckFor" | "arrivedAfter" | "since"; ms: number } | null;

/** How long, as the sentence under the headline says it. */
export function timingOf(xray: Pick<Xray, "steps" | "spans" | "now" | "verdict">): Timing {
  const story = storyOf(xray);
  if (!story) return null;
  const { standing } = xray.verdict;
  const now = ms(xray.now);
  if (standing === "delivered") {
    const end = latest(xray.spans, now) ?? story.endMs;
    return { is: "arrivedAfter", ms: end - story.startMs };
  }
  if (standing === "stuck") {
    const held = xray.spans.find(({ state, to }) => state === "broken" && to === null);
    return { is: "stuckFor", ms: now - (held ? ms(held.from) : (story.stoppedMs ?? story.startMs)) };
  }
  if (standing === "ended" || standing === "unknown") {
    // A question that still waits for a person is no part of how long it went.
    const lost = latest(
      xray.spans.filter(({ state, to }) => state === "broken" && to !== null),
      now,
    );
    const stopped = story.stoppedMs ?? lost;
    return stopped === null ? null : { is: "stoppedAfter", ms: stopped - story.startMs };
  }
  return standing === "moving" ? { is: "since", ms: now - story.startMs } : null;
}
