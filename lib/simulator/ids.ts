import "server-only";
import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const KST_MS = 9 * 60 * 60_000;

/** Solapi's form of an id: `G4V`/`M4V`, the KST wall time to the second, 15 of [0-9A-Z]. */
export function newId(prefix: "G4V" | "M4V", at: number): string {
  const stamp = new Date(at + KST_MS).toISOString().replace(/\D/g, "").slice(0, 14);
  let tail = "";
  for (const byte of randomBytes(15)) tail += ALPHABET[byte % ALPHABET.length];
  return `${prefix}${stamp}${tail}`;
}

export const newFileId = (): string => `ST01FJ${newId("M4V", Date.now()).slice(3)}`;
export const GROUP_ID = /^G4V\d{14}[0-9A-Z]{15}$/;
