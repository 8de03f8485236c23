/** The exclusive right to use one bot device, as its holder knows it. */
export type Lease = { laneKey: string; deviceId: string; token: string; fence: number };

/** How long a claim lasts unless renewed. */
export const LEASE_MS = 30_000;
/** How often a lease is renewed while a call lasts. */
export const BEAT_MS = LEASE_MS / 6;
/** A call may start this long after its intent began, not later: by then another instance could hold the lane. */
export const SEND_BY_MS = 15_000;
/** Longer waits are not slept while holding the lane. */
export const HOLD_MS = 2_000;
/** How long an occurrence may wait for a busy device or a limit (rulings 5). */
export const MOST_WAIT_MS = 60 * 60_000;

const PREFIX = "device:";

/** Two bots on one device share its lane (rulings 2). */
export const laneKeyOf = (deviceId: string): string => `${PREFIX}${deviceId}`;

export const deviceIdOf = (laneKey: string): string => laneKey.slice(PREFIX.length);
