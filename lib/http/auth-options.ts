import "server-only";
import { cookies } from "next/headers";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { DEVICE_COOKIE, DEVICE_MAX_AGE_SECONDS } from "@/lib/access/device-cookie";
import { closeSession } from "@/lib/access/sessions";
import { signIn } from "@/lib/access/sign-in";
import { AppError } from "@/lib/errors";
import { runtime } from "@/lib/wiring";
import { requestFacts } from "./request-facts";
import { refusalCode } from "./sign-in-refusal";

const MAX_AGE_SECONDS = 14 * 24 * 3_600;

/** next-auth as the sign-in shell: its JWT holds one claim, our session id, and the database decides everything else. */
export function authOptions(): NextAuthOptions {
  const { db, clock, env } = runtime();
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: MAX_AGE_SECONDS },
    // Every page it would otherwise draw itself, without our headers and words.
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/", verifyRequest: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { mbId: {}, password: {} },
        async authorize(given, request) {
          const headers = new Headers(request.headers as Record<string, string>);
          const jar = await cookies();
          try {
            const { sessionId, deviceCookie } = await signIn(
              { db, clock, secret: env.LOOKUP_KEY },
              {
                mbId: String(given?.mbId ?? "").slice(0, 60),
                password: String(given?.password ?? "").slice(0, 1000),
                userAgent: headers.get("user-agent"),
                deviceCookie: jar.get(DEVICE_COOKIE)?.value,
                request: requestFacts(headers),
              },
            );
            jar.set(DEVICE_COOKIE, deviceCookie, {
              httpOnly: true,
              sameSite: "lax",
              secure: env.APP_ORIGIN.startsWith("https:"),
              path: "/api/auth",
              maxAge: DEVICE_MAX_AGE_SECONDS,
            });
            return { id: sessionId };
          } catch (error) {
            // next-auth puts an Error's message into an address: a code, never a sentence and never a bug's own words.
            if (!(error instanceof AppError)) console.error("sign-in failed:", error);
            throw new Error(refusalCode(error));
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: user.id } : { sid: token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith("/") && !/^\/[/\\]/.test(url) ? `${baseUrl}${url}` : baseUrl),
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === "string") await closeSession(db, token.sid, await clock());
      },
    },
    logger: { error: (code) => console.error(`next-auth: ${code}`), warn: () => {}, debug: () => {} },
  };
}
