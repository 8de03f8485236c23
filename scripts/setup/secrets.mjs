import { randomBytes } from "node:crypto";
import path from "node:path";
import { readJson, writePrivate } from "./files.mjs";

const random = () => randomBytes(32).toString("base64url");

/**
 * The secrets of a data directory: made once and kept, because sessions, sealed numbers and look-up keys in the
 * database depend on them. What the environment gives goes before.
 * @param {string} dir
 * @param {Record<string, string | undefined>} env
 * @returns {Record<string, string>}
 */
export function secrets(dir, env = process.env) {
  const file = path.join(dir, "secrets.json");
  const kept = readJson(file) ?? {};
  const made = {
    NEXTAUTH_SECRET: random(),
    CRON_SECRET: random(),
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    LOOKUP_KEY: random(),
    METRICS_TOKEN: random(),
    SOLAPI_WEBHOOK_SECRET: random(),
    ...kept,
  };
  if (Object.keys(made).some((key) => kept[key] === undefined))
    writePrivate(file, `${JSON.stringify(made, null, 2)}\n`);
  return Object.fromEntries(Object.entries(made).map(([key, value]) => [key, env[key] || value]));
}
