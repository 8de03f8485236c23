const DAY_MS = 86_400_000;
/** How long what was set aside is kept at least (C-65). */
const KEEP_DAYS = 30;

/** Until when what was set aside at `at` is kept. */
export const keptUntil = (at: Date): Date => new Date(at.getTime() + KEEP_DAYS * DAY_MS);
