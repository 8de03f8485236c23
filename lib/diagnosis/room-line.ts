/** Longer lines before a run are told as "at least so many". */
export const AHEAD_MOST = 500;
