import "server-only";
import { createHmac, randomBytes } from "node:crypto";
import type { PhoneAccount } from "./phone-port";

/**
 * Solapi's Authorization header (solapi.md §3.1). It covers neither address nor body, and one salt is good for one
 * request: a second one with it is refused as replayed.
 */
export function solapiSignature(
  { apiKey, apiSecret }: PhoneAccount,
  now: Date,
  salt = randomBytes(16).toString("hex"),
): string {
  const date = now.toISOString();
  const signature = createHmac("sha256", apiSecret)
    .update(date + salt)
    .digest("hex");
  return `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${signature}`;
}
