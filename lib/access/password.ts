import "server-only";
import { hash, verify } from "@node-rs/argon2";

/** argon2id, 19 MiB, two passes (OWASP's floor). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords are compared in NFC, so the same Korean password typed on two systems is the same password. */
const canonical = (password: string) => password.normalize("NFC");

/** Hashing is CPU: more than this many at once would starve every other request. */
const AT_ONCE = 4;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resume) => waiting.push(resume));
  running++;
  try {
    return await work();
  } finally {
    running--;
    waiting.shift()?.();
  }
}

/** PHC string of an argon2id hash. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(canonical(password), COST));

let decoy: Promise<string> | undefined;

/** False for an unknown user too, after the same work, so that the time tells nothing. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("a password nobody has");
  const target = stored ?? (await decoy);
  const ok = await inTurn(() => verify(target, canonical(password)));
  return ok && stored !== null;
}
