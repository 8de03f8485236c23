import { createHash } from "node:crypto";
import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { STORY_OWN_KEY } from "@/db/seed/tenants";
import type { SeedTools } from "@/db/seed/tools";
import { hashPassword } from "@/lib/access/password";
import { seal } from "@/lib/access/sealed";
import { sealPhone } from "@/lib/customers/sealed-phone";
import { decodeImage } from "@/lib/images/decode-image";
import { enterAllRollups } from "@/lib/messages/roll-up";
import { statusOf } from "@/lib/messages/status";
import { planParts } from "@/lib/schedules/composition";
import { nextOccurrence } from "@/lib/schedules/recurrence";
import { newImageKey, type ObjectKey, parseObjectKey, thumbKeyOf } from "@/lib/storage/object-key";
import type { Storage } from "@/lib/storage/port";
import { sealKey } from "@/lib/tenants/account-of";
import { instantOf, kstDateTime, kstDayNumber, parseTime } from "@/lib/time/kst";
import { defaultMediaWaitMs } from "@/lib/transports/media-wait";

const MB = 1024 * 1024;
const CUSTOMER_FILES = "customers/";

type Keys = { ENCRYPTION_KEYS: string; LOOKUP_KEY: string };

/** Makes a stored file as old as the story says; a store that keeps its own times shows all of them as new. */
type Age = (key: ObjectKey, at: Date) => Promise<void>;
export const ageOnDisk =
  (directory: string): Age =>
  (key, at) =>
    utimes(join(directory, key), at, at);

/** The product's own rules, as the demo's story needs them. `keys` are those of the application that will read it. */
export const seedTools = (storage: Storage, keys: Keys, age?: Age): SeedTools => ({
  hashPassword,
  nextOccurrence,
  kstInstant: (now, days, time) => instantOf(kstDayNumber(now) + days, parseTime(time) ?? 0),
  kstWallTime: kstDateTime,
  planParts: (content, bytesOf) =>
    planParts(content, { maxImagesPerCall: 30, maxCallBytes: 40 * MB, defaultMediaWaitMs, bytesOf }),
  sealPhone: (digits) => sealPhone(keys, digits),
  sealNumbers: (digits) => seal(keys.ENCRYPTION_KEYS, "messages|recipient_numbers", JSON.stringify(digits)),
  enterRollups: enterAllRollups,
  messageStatus: statusOf,
  ownSolapiKey: (tenantId) => ({
    solapiKey: sealKey(keys, tenantId, STORY_OWN_KEY),
    solapiKeyHint: STORY_OWN_KEY.apiKey.slice(-4),
  }),
  preparePicture: decodeImage,
  async keepCustomerFile(path, body, at) {
    const key = parseObjectKey(path);
    if (!key) throw new Error(`no key: ${path}`);
    await storage.put(key, body, "image/jpeg");
    await age?.(key, at);
  },
  async clearCustomerFiles() {
    for await (const { key } of storage.list(CUSTOMER_FILES)) await storage.quarantine(key);
  },
  async storePicture({ body, thumb }, mime, orgId, at) {
    const key = newImageKey(orgId, at, mime);
    await storage.put(thumbKeyOf(key), thumb, "image/webp");
    await storage.put(key, body, mime);
    return { key, sha256: createHash("sha256").update(body).digest(), bytes: body.byteLength };
  },
});
