/** `14:02:10.4` on the Korean clock. */
export const clockTenths = (at: string): string => kst(at).slice(11, 21);
/** `14:02:10` on the Korean clock. */
export const clockSeconds = (at: string): string => kst(at).slice(11, 19);
/** Seconds with one decimal where it says something. */
export const seconds = (ms: number): number => Math.round(ms / 100) / 10;

const kst = (at: string) => new Date(Date.parse(at) + 9 * 3_600_000).toISOString();
