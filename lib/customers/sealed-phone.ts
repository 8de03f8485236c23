import "server-only";
import { seal, unseal } from "@/lib/access/sealed";
import type { Env } from "@/lib/env/schema";
import { last4 } from "@/lib/transports/phone-number";
import { phoneKey } from "./phone-key";

type Keys = Pick<Env, "ENCRYPTION_KEYS" | "LOOKUP_KEY">;
export type SealedPhone = { phoneKey: Buffer; phone: Buffer; phoneLast4: string };

/** The same in every table, so that a sealed number may be copied from one to another without opening it. */
const placeOf = (key: Buffer): string => `phone|${key.toString("hex")}`;

/**
 * A number as the tables hold it: found by its key, shown by its last four digits, sealed for whoever may see it.
 * @param key of these digits, where the caller has it already
 */
export function sealPhone(keys: Keys, digits: string, key = phoneKey(keys.LOOKUP_KEY, digits)): SealedPhone {
  return { phoneKey: key, phone: seal(keys.ENCRYPTION_KEYS, placeOf(key), digits), phoneLast4: last4(digits) };
}

/**
 * The digits again: for a call to the carrier, or for a person through `revealNumber`. Never for a page, a log, a list.
 * @throws Error where the key is gone, or the number was tampered with or moved under another key
 */
export const openPhone = (
  keys: Pick<Env, "ENCRYPTION_KEYS">,
  { phoneKey: key, phone }: Pick<SealedPhone, "phoneKey" | "phone">,
): string => unseal(keys.ENCRYPTION_KEYS, placeOf(key), phone);
