import "server-only";
import { createHmac, createSecretKey, type KeyObject } from "node:crypto";

let last: { lookupKey: string; key: KeyObject } | null = null;

/** Made once: a message to thousands looks each of them up. */
function keyOf(lookupKey: string): KeyObject {
  if (last?.lookupKey !== lookupKey) last = { lookupKey, key: createSecretKey(Buffer.from(lookupKey, "utf8")) };
  return last.key;
}

const keyed = (lookupKey: string, text: string): Buffer => createHmac("sha256", keyOf(lookupKey)).update(text).digest();

/**
 * What finds a number without holding it: HMAC-SHA256 with LOOKUP_KEY, 32 bytes (rulings 20).
 * @param digits of a usable number, as `normaliseKoreanNumber` gives them
 */
export const phoneKey = (lookupKey: string, digits: string): Buffer => keyed(lookupKey, `phone|${digits}`);

/** The key of a recipient without a usable number: its place in the request stands for it (rulings 1). */
export const ordinalKey = (lookupKey: string, ordinal: number): Buffer => keyed(lookupKey, `ordinal|${ordinal}`);
