import type { ImageMime } from "@/db/enums";

/** What may be uploaded (S2-63, security.md §1b). The browser checks the same numbers before it sends anything. */
export const IMAGE_MAX_BYTES = 10 * 1024 * 1024;
export const IMAGE_MAX_SIDE_PX = 8_192;
/** Over all frames together. */
export const IMAGE_MAX_PIXELS = 40_000_000;
export const GIF_MAX_FRAMES = 200;
export const IMAGES_PER_GROUP = 10;
export const IMAGE_NAME_MAX = 120;
/** Longest side of the small picture. */
export const THUMB_SIDE_PX = 320;

/** What an organisation may keep. Quarantined images don't count. */
export const ORG_MAX_BYTES = 20 * 1024 ** 3;
export const ORG_MAX_IMAGES = 20_000;
/** Uploads one person may have open at once, and start within a minute. */
export const UPLOADS_AT_ONCE = 10;
export const UPLOADS_PER_MINUTE = 120;

/** An upload that takes longer than this is gone. */
export const PENDING_MAX_MS = 3_600_000;
/** How long an image may lie about unused (rulings 27). */
export const UNUSED_MAX_MS = 24 * 3_600_000;

/** Endings people's files have, per type. */
export const IMAGE_ENDINGS: Record<ImageMime, readonly string[]> = {
  "image/jpeg": ["jpg", "jpeg", "jfif"],
  "image/png": ["png"],
  "image/gif": ["gif"],
};
