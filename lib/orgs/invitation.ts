import "server-only";
import { timingSafeEqual } from "node:crypto";
import { eq } from "drizzle-orm";
import type { Executor } from "@/db/client";
import { orgs } from "@/db/schema/orgs";
import { users } from "@/db/schema/users";
import { keyedHash } from "@/lib/access/token-hash";
import type { Env as AllEnv } from "@/lib/env/schema";
import { invalid } from "@/lib/errors";

const INVITATION_MS = 24 * 3_600_000;

type Env = Pick<AllEnv, "NEXTAUTH_SECRET" | "APP_ORIGIN">;
export type Invitation = { url: string; expiresAt: string };
type Person = { id: number; passwordHash: string };

/** Binds to what stands where the password goes: once one is chosen, or a newer link made, this one is over. */
const proof = (secret: string, person: Person, expiresSeconds: number) =>
  keyedHash(secret, `invitation|${person.id}|${expiresSeconds}|${person.passwordHash}`).toString("base64url");

/**
 * The link that lets its holder choose this person's password. Nothing of it is stored. The secret stands behind `#`:
 * it reaches no log and no other site.
 */
export function invitationFor(env: Env, person: Person, now: Date): Invitation {
  const seconds = Math.floor((now.getTime() + INVITATION_MS) / 1000);
  const token = `${person.id}.${seconds}.${proof(env.NEXTAUTH_SECRET, person, seconds)}`;
  return { url: `${env.APP_ORIGIN}/sign-in/welcome#${token}`, expiresAt: new Date(seconds * 1000).toISOString() };
}

/**
 * The person a token invites, with the hash it is bound to.
 * @throws AppError invalid at `token` where it is used up, replaced, too old or made up
 */
export async function invitedPerson(db: Executor, env: Env, token: string, now: Date) {
  const [, id, seconds, given] = /^([1-9]\d{0,14})\.(\d{1,12})\.([\w-]{43})$/.exec(token) ?? [];
  const [person] = id
    ? await db
        .select({
          id: users.id,
          mbId: users.mbId,
          name: users.name,
          orgId: users.orgId,
          orgName: orgs.name,
          passwordHash: users.passwordHash,
          status: users.status,
        })
        .from(users)
        .innerJoin(orgs, eq(orgs.id, users.orgId))
        .where(eq(users.id, Number(id)))
    : [];
  const isInTime = Number(seconds) * 1000 > now.getTime();
  const isProven =
    person !== undefined &&
    timingSafeEqual(Buffer.from(given ?? ""), Buffer.from(proof(env.NEXTAUTH_SECRET, person, Number(seconds))));
  if (!isProven || !isInTime || person.status !== "active") throw invalid("token", "invitationOver");
  return person;
}
