import "server-only";
import { timingSafeEqual } from "node:crypto";
import { keyedHash, newSecret } from "./token-hash";

/** Kept by a browser that has signed in once, so that strangers guessing an account can't slow its owner down. */
export const DEVICE_COOKIE = "dochak-device";
export const DEVICE_MAX_AGE_SECONDS = 365 * 24 * 3_600;

const proof = (secret: string, mbId: string, device: string) => keyedHash(secret, `device|${mbId}|${device}`);

/** Cookie value that says "this browser has signed in as `mbId`". It opens nothing by itself. */
export function sealDevice(secret: string, mbId: string): string {
  const device = newSecret().slice(0, 22);
  return `${device}.${proof(secret, mbId, device).toString("base64url")}`;
}

/** Name of the device a cookie proves for `mbId`, or null where it proves nothing. */
export function openDevice(secret: string, mbId: string, cookie: string | undefined): string | null {
  const [device = "", given = ""] = (cookie ?? "").slice(0, 200).split(".");
  const bytes = Buffer.from(given, "base64url");
  const expected = proof(secret, mbId, device);
  return device && bytes.length === expected.length && timingSafeEqual(bytes, expected) ? device : null;
}
