import "server-only";
import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { closeSession } from "@/lib/access/sessions";
import { signIn } from "@/lib/access/sign-in";
import { AppError } from "@/lib/errors";
import { toLocale } from "@/lib/i18n/locale";
import { runtime } from "@/lib/wiring";
import { errorText } from "./error-text";
import { requestFacts } from "./request-facts";

const MAX_AGE_SECONDS = 14 * 24 * 3_600;

/** next-auth as the sign-in shell: its JWT holds one claim, our session id, and the database decides everything else. */
export function authOptions(): NextAuthOptions {
  const { db, clock, env } = runtime();
  return {
    secret: env.NEXTAUTH_SECRET,
    session: { strategy: "jwt", maxAge: MAX_AGE_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { mbId: {}, password: {} },
        async authorize(given, request) {
          const headers = new Headers(request.headers as Record<string, string>);
          const mbId = String(given?.mbId ?? "")
            .trim()
            .slice(0, 40);
          const password = String(given?.password ?? "").slice(0, 200);
          try {
            const userAgent = headers.get("user-agent");
            const id = await signIn(
              { db, clock, secret: env.LOOKUP_KEY },
              { mbId, password, userAgent, request: requestFacts(headers) },
            );
            return { id };
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            // next-auth shows an Error's message to the form with status 401 (rulings 32).
            throw new Error(
              errorText(toLocale(/(?:^|;\s*)locale=(\w+)/.exec(headers.get("cookie") ?? "")?.[1]), error),
            );
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
