import "server-only";
import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "@/lib/access/actor";
import { runtime } from "@/lib/wiring";
import { actorOfCookie, sessionCookieName } from "./actor";

/** The signed-in person of a page, or null. Asked once per request. */
export const currentActor = cache(async (): Promise<UserActor | null> => {
  const name = sessionCookieName(runtime().env.APP_ORIGIN);
  return actorOfCookie((await cookies()).get(name)?.value);
});

/** The signed-in person; everyone else is sent to sign in and comes back afterwards. Every page calls this itself. */
export async function requireActor(): Promise<UserActor> {
  const actor = await currentActor();
  if (actor) return actor;
  const path = (await headers()).get("x-pathname") ?? "/";
  redirect(`/sign-in?next=${encodeURIComponent(path)}`);
}
