import "server-only";
import { createHmac } from "node:crypto";

const keyed = (lookupKey: string, text: string): Buffer => createHmac("sha256", lookupKey).update(text).digest();

/**
 * What finds a number without holding it: HMAC-SHA256 with LOOKUP_KEY, 32 bytes (rulings 20).
 * @param digits of a usable number, as `normaliseKoreanNumber` gives them
 */
export const phoneKey = (lookupKey: string, digits: string): Buffer => keyed(lookupKey, `phone|${digits}`);

/** The key of a recipient without a usable number: its place in the request stands for it (rulings 1). */
export const ordinalKey = (lookupKey: string, ordinal: number): Buffer => keyed(lookupKey, `ordinal|${ordinal}`);
