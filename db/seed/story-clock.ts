const MINUTE_MS = 60_000;

/** The story begins a week before it is told. */
export const STORY_DAYS = 7;

/** Up to when the past is told; what fell due in the last minutes is left to the engine. */
export const pastEnd = (now: Date): Date => new Date(now.getTime() - 2 * MINUTE_MS);
