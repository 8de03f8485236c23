import "server-only";
import { createHash } from "node:crypto";
import { seal, unseal } from "@/lib/access/sealed";

/** Whose account at Solapi pays, opened for one call and never kept. */
export type SolapiAccount = {
  apiKey: string;
  apiSecret: string;
  /** SHA-256 of the API key: what budgets and watermarks are kept by, so that the key itself is in no table. */
  accountKey: Buffer;
  /** The tenant's own account, or that of the whole installation. */
  owner: "tenant" | "platform";
};

export type AccountAnswer =
  | { ok: true; account: SolapiAccount }
  | { ok: false; reason: "key_missing" | "key_unreadable" };

type Keys = {
  ENCRYPTION_KEYS: string;
  SOLAPI_API_KEY?: string | undefined;
  SOLAPI_API_SECRET?: string | undefined;
};
export type SealedKey = { id: number; solapiKey: Buffer | null };

const placeOf = (tenantId: number) => `tenants|${tenantId}|solapi_key`;
/** What an account is known by in our tables. */
export const accountKeyOf = (apiKey: string) => createHash("sha256").update(apiKey).digest();

/** The Solapi account a tenant sends with: its own key where it has one, else the platform's (S1-21). Never the one for want of the other. */
export function accountOf(env: Keys, { id, solapiKey }: SealedKey): AccountAnswer {
  if (solapiKey) {
    const key = openKey(env, id, solapiKey);
    return key
      ? { ok: true, account: { ...key, accountKey: accountKeyOf(key.apiKey), owner: "tenant" } }
      : { ok: false, reason: "key_unreadable" };
  }
  const { SOLAPI_API_KEY: apiKey, SOLAPI_API_SECRET: apiSecret } = env;
  if (!apiKey || !apiSecret) return { ok: false, reason: "key_missing" };
  return { ok: true, account: { apiKey, apiSecret, accountKey: accountKeyOf(apiKey), owner: "platform" } };
}

/** A key for the tenant's row, bound to that row. */
export const sealKey = (env: Keys, tenantId: number, key: { apiKey: string; apiSecret: string }): Buffer =>
  seal(env.ENCRYPTION_KEYS, placeOf(tenantId), JSON.stringify([key.apiKey, key.apiSecret]));

function openKey(env: Keys, tenantId: number, sealed: Buffer): { apiKey: string; apiSecret: string } | null {
  try {
    const value: unknown = JSON.parse(unseal(env.ENCRYPTION_KEYS, placeOf(tenantId), sealed));
    if (Array.isArray(value) && typeof value[0] === "string" && typeof value[1] === "string")
      return { apiKey: value[0], apiSecret: value[1] };
  } catch {
    // The key that sealed it is gone from the ring: said by the reason, without a word of what was inside.
  }
  return null;
}
