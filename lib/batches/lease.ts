/** The exclusive right to take a batch's next step, as its holder knows it. Every write names the token. */
export type BatchLease = { batchId: number; tenantId: number; token: string };

/** How long a claim lasts unless renewed. */
export const LEASE_MS = 60_000;
/** How often it is renewed while a step lasts. */
export const BEAT_MS = LEASE_MS / 4;
