import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { AppError } from "@/lib/errors";
import { newSecret } from "./token-hash";

/** argon2id, 19 MiB, two passes (OWASP's floor). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords are compared in NFC, so the same Korean password typed on two systems is the same password. */
const canonical = (password: string) => password.normalize("NFC");

/** Hashing is CPU: more than this many at once would starve every other request. */
const AT_ONCE = 4;
/** …and more than this many in line means someone is flooding sign-in: better a clear refusal than a minute of silence. */
const IN_LINE = 200;
let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting.length >= IN_LINE) throw new AppError("rate_limited", { retryAfterSeconds: 5 });
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

const PREFIX = "$argon2";

/** Stored instead of a hash while someone has not chosen a password yet: fits none, and differs each time. */
export const noPassword = (): string => `!${newSecret().slice(0, 22)}`;

/** True while a person has still to choose a password. */
export const lacksPassword = (stored: string): boolean => !stored.startsWith(PREFIX);

/** True when a stored hash was made with another cost than today's. */
export const needsRehash = (stored: string): boolean =>
  !stored.startsWith(`${PREFIX}id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`);

let decoy: Promise<string> | undefined;

/** False for an unknown user or one without password too, after the same work, so that the time tells nothing. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hash("a password nobody has", COST);
  const isReal = stored !== null && !lacksPassword(stored);
  const target = isReal ? stored : await decoy;
  const ok = await inTurn(() => verify(target, canonical(password)));
  return ok && isReal;
}
