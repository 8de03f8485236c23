import "server-only";
import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { AppError, invalid } from "@/lib/errors";
import type { Locale } from "@/lib/i18n/locale";
import { authOptions } from "./auth-options";
import { sayError } from "./error-text";
import { readBody } from "./read-body";
import { fail, localeOf, refuse } from "./respond";
import { readRefusal } from "./sign-in-refusal";
import { brokenWayBack, isWayBack } from "./way-back";

/** A sign-in form is a few hundred bytes; strangers send the rest. */
const MAX_BYTES = 16_384;

/** What we use of next-auth, and what reads without harm. It has more addresses, and falls over some of them. */
const ACTIONS: Record<string, string[]> = {
  GET: ["csrf", "session", "providers", "signin", "signout", "error"],
  POST: ["callback/credentials", "signout"],
};

type Context = { params: Promise<{ nextauth: string[] }> };

/**
 * next-auth behind our error table: a refused sign-in is 401 `{ code, message, url, retryAfterSeconds? }`
 * in the reader's language, with Retry-After while throttled (rulings 32).
 */
export async function signInDoor(request: Request, context: Context): Promise<Response> {
  const locale = localeOf(request);
  try {
    const { url, headers } = request;
    const method = request.method === "HEAD" ? "GET" : request.method;
    const action = (await context.params).nextauth.join("/");
    if (!ACTIONS[method]?.includes(action)) throw new AppError("not_found");
    if (!isWayBack(new URL(url).searchParams.get("callbackUrl"))) throw invalid("callbackUrl", "badValue");
    const broken = brokenWayBack(headers.get("cookie"));
    if (broken) return forget(broken, await refuse(request, invalid("callbackUrl", "badValue")));
    const body = method === "POST" ? await readBody(request, MAX_BYTES) : null;
    if (body && isBrokenJson(headers, body)) throw new AppError("invalid", { message: "notJson" });
    const response: Response = await NextAuth(authOptions())(
      new NextRequest(url, {
        method,
        headers,
        ...(body && { body: new Uint8Array(body) }),
      }),
      context,
    );
    response.headers.set("cache-control", "no-store");
    return response.status === 401 ? await explain(response, locale) : response;
  } catch (error) {
    return refuse(request, error);
  }
}

/** The answer, after which the browser no longer has the cookie: whoever tries again gets in. */
function forget(cookie: string, answer: Response): Response {
  const isSecure = cookie.startsWith("__Secure-") ? "; Secure" : "";
  answer.headers.append("set-cookie", `${cookie}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax${isSecure}`);
  return answer;
}

/** next-auth takes what calls itself JSON for JSON, and falls over what isn't. */
function isBrokenJson(headers: Headers, body: Buffer): boolean {
  if (!headers.get("content-type")?.includes("application/json")) return false;
  try {
    JSON.parse(body.toString());
    return false;
  } catch {
    return true;
  }
}

async function explain(response: Response, locale: Locale): Promise<Response> {
  const { url } = (await response.json()) as { url: string };
  const { message, seconds } = readRefusal(new URL(url).searchParams.get("error") ?? "");
  if (message === "internal") return fail(new Error("sign-in could not be judged"), locale);
  const headers = new Headers(response.headers);
  if (seconds) headers.set("retry-after", String(seconds));
  const body = {
    code: "unauthenticated",
    message: sayError(locale, message, { seconds }),
    url,
    ...(seconds && { retryAfterSeconds: seconds }),
  };
  return Response.json(body, { status: 401, headers });
}
