import type { SyncCaps } from "@/db/schema/image-sync";

/** What stops a run unless it says otherwise (image-sync.md 2f). */
export const DEFAULT_CAPS: SyncCaps = {
  ...{ ghosts: 20, ghostShare: 0.25, customerShare: 0.5 },
  ...{ stageOps: 5_000, errorShare: 0.01, skipShare: 0.1 },
};
/** A customer with fewer pictures may lose any share of them. */
export const FEW_IMAGES = 4;

/** So many certain ghosts that the storage is more likely to be the wrong one than the rows. */
export const areTooManyGhosts = (ghosts: number, rows: number, caps: SyncCaps): boolean =>
  ghosts > Math.max(caps.ghosts, caps.ghostShare * rows);

/** So large a part of one customer's pictures that none of it is certain. */
export const isMostOfCustomer = (ghosts: number, images: number, caps: SyncCaps): boolean =>
  images >= FEW_IMAGES && ghosts > caps.customerShare * images;

/** More that couldn't be looked at than a working store leaves. */
export const areTooManyErrors = (errors: number, rows: number, caps: SyncCaps): boolean =>
  errors > Math.max(caps.ghosts, caps.errorShare * rows);
