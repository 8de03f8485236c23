import "server-only";
import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomFillSync } from "node:crypto";

type Key = { kid: string; key: KeyObject };

/** Read once: a message to thousands seals a number for each of them. */
const rings = new Map<string, readonly Key[]>();
/** One process has one ring; tests have several. */
const MOST_RINGS = 8;

/** Keys of ENCRYPTION_KEYS (`kid:base64`, newest first): the first seals, all of them open. */
function keyRing(encryptionKeys: string): readonly Key[] {
  const known = rings.get(encryptionKeys);
  if (known) return known;
  const ring = encryptionKeys.split(",").map((entry) => {
    const [kid = "", encoded = ""] = entry.split(":");
    return { kid, key: createSecretKey(Buffer.from(encoded, "base64").subarray(0, 32)) };
  });
  if (rings.size >= MOST_RINGS) rings.clear();
  rings.set(encryptionKeys, ring);
  return ring;
}

const IV_BYTES = 12;
const ivPool = Buffer.alloc(IV_BYTES * 1024);
let ivsLeft = 0;

/** Fresh random bytes, drawn many at a time: asking the system for each costs more than the sealing itself. */
function freshIv(): Buffer {
  if (ivsLeft === 0) ivsLeft = randomFillSync(ivPool).length / IV_BYTES;
  ivsLeft -= 1;
  return Buffer.from(ivPool.subarray(ivsLeft * IV_BYTES, (ivsLeft + 1) * IV_BYTES));
}

/**
 * A secret at rest: AES-256-GCM, `v1.<kid>.<iv>.<tag>.<ciphertext>`.
 * @param place `table|id|field`: bound into it, so that a value moved to another row doesn't open
 */
export function seal(encryptionKeys: string, place: string, text: string): Buffer {
  const { kid, key } = keyRing(encryptionKeys)[0]!;
  const iv = freshIv();
  const cipher = createCipheriv("aes-256-gcm", key, iv, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(`v1|${place}`));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.from(
    ["v1", kid, ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString("base64url"))].join("."),
  );
}

/** The text again, or an error where the key is gone or the value was tampered with or moved. */
export function unseal(encryptionKeys: string, place: string, sealed: Buffer): string {
  const [version, kid, iv = "", tag = "", text = ""] = sealed.toString("ascii").split(".");
  const key = keyRing(encryptionKeys).find((entry) => entry.kid === kid)?.key;
  if (version !== "v1" || !key) throw new Error(`no key ${kid} for ${place}`);
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64url"), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(`v1|${place}`));
  decipher.setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(text, "base64url")), decipher.final()]).toString("utf8");
}
