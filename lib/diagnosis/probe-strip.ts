/** A strip is the last day in half hours, oldest first. */
export const SLOT_MS = 30 * 60_000;
export const SLOTS = 48;

/** `none`: nobody looked in that half hour; `mixed`: it went well and badly. */
export type Mark = "good" | "mixed" | "bad" | "none";

export const slotOf = (at: Date): Date => new Date(Math.floor(at.getTime() / SLOT_MS) * SLOT_MS);

/** Looks of one half hour; `allBad`: how many of the things looked at were bad all through it. */
export type SlotCount = { slotAt: Date; good: number; bad: number; allBad: number };

/** The marks of the last day up to now. Of several things together the worst one counts. */
export function stripOf(counts: readonly SlotCount[], now: Date): Mark[] {
  const last = slotOf(now).getTime();
  const marks = new Array<Mark>(SLOTS).fill("none");
  for (const { slotAt, good, bad, allBad } of counts) {
    const place = SLOTS - 1 - (last - slotAt.getTime()) / SLOT_MS;
    if (!Number.isInteger(place) || place < 0 || place >= SLOTS) continue;
    marks[place] = allBad > 0 ? "bad" : bad > 0 ? "mixed" : good > 0 ? "good" : "none";
  }
  return marks;
}
