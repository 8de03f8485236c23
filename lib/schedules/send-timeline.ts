import type { PartKind } from "@/db/enums";
import type { PlannedPart } from "./composition";

/** A stretch of one run: a part being handed over, or the wait before the next one. */
export type TimelineStretch =
  | { kind: PartKind; seq: number; startMs: number; endMs: number }
  | { kind: "interval" | "mediaWait"; seq: number; startMs: number; endMs: number };

/** What handing over costs, roughly; only the preview uses it. */
const TEXT_MS = 800;
const FIRST_IMAGE_MS = 1300;
const NEXT_IMAGE_MS = 800;

const handOverMs = ({ payload }: PlannedPart) =>
  payload.kind === "text" ? TEXT_MS : FIRST_IMAGE_MS + NEXT_IMAGE_MS * (payload.keys.length - 1);

/** The parts of a run laid out in time, back to back with their waits (S2-86, C-32). Starts at 0, leaves no hole. */
export function timelineOf(parts: readonly PlannedPart[]): TimelineStretch[] {
  const stretches: TimelineStretch[] = [];
  let atMs = 0;
  for (const part of parts) {
    stretches.push({ kind: part.kind, seq: part.seq, startMs: atMs, endMs: atMs + handOverMs(part) });
    atMs += handOverMs(part);
    if (part.waitAfterMs === 0) continue;
    const kind = part.payload.kind === "text" ? "interval" : "mediaWait";
    stretches.push({ kind, seq: part.seq, startMs: atMs, endMs: atMs + part.waitAfterMs });
    atMs += part.waitAfterMs;
  }
  return stretches;
}
