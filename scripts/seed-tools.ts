import { createHash } from "node:crypto";
import type { SeedTools } from "@/db/seed/tools";
import { hashPassword } from "@/lib/access/password";
import { decodeImage } from "@/lib/images/decode-image";
import { planParts } from "@/lib/schedules/composition";
import { nextOccurrence } from "@/lib/schedules/recurrence";
import { newImageKey, thumbKeyOf } from "@/lib/storage/object-key";
import type { Storage } from "@/lib/storage/port";
import { instantOf, kstDateTime, kstDayNumber, parseTime } from "@/lib/time/kst";
import { defaultMediaWaitMs } from "@/lib/transports/media-wait";

const MB = 1024 * 1024;

/** The product's own rules, as the demo's story needs them. */
export const seedTools = (storage: Storage): SeedTools => ({
  hashPassword,
  nextOccurrence,
  kstInstant: (now, days, time) => instantOf(kstDayNumber(now) + days, parseTime(time) ?? 0),
  kstWallTime: kstDateTime,
  planParts: (content, bytesOf) =>
    planParts(content, { maxImagesPerCall: 30, maxCallBytes: 40 * MB, defaultMediaWaitMs, bytesOf }),
  preparePicture: decodeImage,
  async storePicture({ body, thumb }, mime, orgId, at) {
    const key = newImageKey(orgId, at, mime);
    await storage.put(thumbKeyOf(key), thumb, "image/webp");
    await storage.put(key, body, mime);
    return { key, sha256: createHash("sha256").update(body).digest(), bytes: body.byteLength };
  },
});
