import "server-only";
import { decode } from "next-auth/jwt";
import type { UserActor } from "@/lib/access/actor";
import { actorOfSession, actorOfToken } from "@/lib/access/sessions";
import { runtime } from "@/lib/wiring";

/** next-auth names its cookie after the scheme of the site. */
export const sessionCookieName = (origin: string) =>
  origin.startsWith("https:") ? "__Secure-next-auth.session-token" : "next-auth.session-token";

/** Session id inside the signed cookie, or null. */
export async function sessionIdOf(cookie: string | undefined): Promise<string | null> {
  if (!cookie) return null;
  const token = await decode({ token: cookie, secret: runtime().env.NEXTAUTH_SECRET }).catch(() => null);
  return typeof token?.sid === "string" ? token.sid : null;
}

/** The person behind a session cookie, fresh from the database. */
export async function actorOfCookie(cookie: string | undefined): Promise<UserActor | null> {
  const id = await sessionIdOf(cookie);
  if (!id) return null;
  const { db, clock } = runtime();
  return actorOfSession(db, id, await clock());
}

/** The person behind `Authorization: Bearer …`. */
export async function actorOfBearer(authorization: string): Promise<UserActor | null> {
  const token = /^Bearer\s+(\S{20,200})$/i.exec(authorization)?.[1];
  if (!token) return null;
  const { db, clock } = runtime();
  return actorOfToken(db, token, await clock());
}
