import "server-only";
import { randomBytes } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const TAIL = 15;
const KST_MS = 9 * 60 * 60_000;

/** Random bytes fetched for many ids at once: a call adds up to 10,000 messages. */
let pool = Buffer.alloc(0);
function randomTail(): string {
  if (pool.byteLength < TAIL) pool = randomBytes(TAIL * 1_000);
  let tail = "";
  for (const byte of pool.subarray(0, TAIL)) tail += ALPHABET[byte % ALPHABET.length];
  pool = pool.subarray(TAIL);
  return tail;
}

/** Solapi's form of an id: `G4V`/`M4V`, the KST wall time to the second, 15 of [0-9A-Z]. */
export function newId(prefix: "G4V" | "M4V", at: number): string {
  const stamp = new Date(at + KST_MS).toISOString().replace(/\D/g, "").slice(0, 14);
  return `${prefix}${stamp}${randomTail()}`;
}

export const newFileId = (): string => `ST01FJ${newId("M4V", Date.now()).slice(3)}`;
export const GROUP_ID = /^G4V\d{14}[0-9A-Z]{15}$/;
