import { AppError, invalid } from "@/lib/errors";
import { ORG_MAX_BYTES, ORG_MAX_IMAGES, UPLOADS_AT_ONCE, UPLOADS_PER_MINUTE } from "./limits";

/** What an organisation keeps and what one of its people is doing right now; the new upload isn't counted yet. */
export type Usage = {
  images: number;
  bytes: number;
  /** Uploads of this person that are under way. */
  open: number;
  /** Uploads this person began within the last minute. */
  recent: number;
};

/**
 * Refuses an upload of `bytes` that would go over a limit.
 * @throws AppError invalid imageQuota; rate_limited imagesTooFast with the seconds to wait
 */
export function checkQuota(usage: Usage, bytes: number): void {
  if (usage.images >= ORG_MAX_IMAGES || usage.bytes + bytes > ORG_MAX_BYTES) throw invalid("image", "imageQuota");
  const seconds = usage.recent >= UPLOADS_PER_MINUTE ? 60 : usage.open >= UPLOADS_AT_ONCE ? 5 : 0;
  if (seconds > 0)
    throw new AppError("rate_limited", { message: "imagesTooFast", params: { seconds }, retryAfterSeconds: seconds });
}
