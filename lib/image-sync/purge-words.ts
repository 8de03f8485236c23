/** What must be typed to destroy for good what a run set aside. */
export const purgeWords = (runId: number): string => `purge ${runId}`;
