import type { AlertKind, AlertState, NoticeEvent } from "@/db/enums";

/** What is stored of one alert, as far as its next step depends on it. */
export type StoredAlert = {
  state: AlertState;
  firstAt: Date;
  lastAt: Date;
  notifiedAt: Date | null;
  mutedUntil: Date | null;
};

/** What happens to an alert now. `begins`: it comes on anew. Without a step its row stays as it is. */
export type Step =
  | { do: "turn"; state: AlertState; begins: boolean; notice: NoticeEvent | null }
  /** It is still on: only its figures are newer. */
  | { do: "touch" };

const HOUR_MS = 3_600_000;
/** It must have been seen gone for so long: what flickers is told once. */
export const CALM_MS = 2 * 60_000;
/** Nobody is told the same thing again before this. */
export const REPEAT_MS: Partial<Record<AlertKind, number>> & { else: number } = {
  schedule_error: 24 * HOUR_MS,
  else: 6 * HOUR_MS,
};
const TOUCH_MS = 20_000;

/**
 * The next step of one alert, or null. Every transition is told once: coming on, still on after hours, gone. What is
 * muted changes in silence; a mute also covers coming back while it lasts.
 */
export function stepOf(kind: AlertKind, stored: StoredAlert | null, isRaised: boolean, now: Date): Step | null {
  const since = (at: Date) => now.getTime() - at.getTime();
  const isQuiet = stored?.mutedUntil !== null && stored?.mutedUntil !== undefined && stored.mutedUntil > now;
  if (!isRaised) {
    if (!stored || stored.state === "off" || since(stored.lastAt) < CALM_MS) return null;
    const wasTold = stored.notifiedAt !== null && stored.state === "on";
    return { do: "turn", state: "off", begins: false, notice: wasTold ? "off" : null };
  }
  if (!stored || stored.state === "off")
    return { do: "turn", state: isQuiet ? "muted" : "on", begins: true, notice: isQuiet ? null : "on" };
  const wasTold = stored.notifiedAt !== null;
  if (stored.state === "muted" && !isQuiet)
    return { do: "turn", state: "on", begins: false, notice: wasTold ? "repeat" : "on" };
  if (stored.state === "on" && stored.notifiedAt && since(stored.notifiedAt) >= (REPEAT_MS[kind] ?? REPEAT_MS.else))
    return { do: "turn", state: "on", begins: false, notice: "repeat" };
  return since(stored.lastAt) >= TOUCH_MS ? { do: "touch" } : null;
}
