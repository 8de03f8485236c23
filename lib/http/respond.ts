import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { AppError, type ErrorCode } from "@/lib/errors";
import { LOCALE_COOKIE, type Locale, toLocale } from "@/lib/i18n/locale";
import { runtime } from "@/lib/wiring";
import { actorOfBearer, actorOfCookie, sessionCookieName } from "./actor";
import { isCrossSite } from "./csrf";
import { drainBody } from "./drain-body";
import { errorText, issueText, sayError } from "./error-text";
import { requestFacts } from "./request-facts";

const STATUS: Record<ErrorCode, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  invalid: 422,
  conflict: 409,
  rate_limited: 429,
};

const cookieOf = (request: Request, name: string): string | undefined =>
  (request.headers.get("cookie") ?? "")
    .split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/**
 * Language of an API answer: the cookie of the interface, else what a program asks for. A browser without the cookie
 * shows Korean pages whatever its own language is, so its answers are Korean too.
 */
export const localeOf = (request: Request): Locale => {
  const isBrowser = request.headers.has("sec-fetch-site");
  return toLocale(cookieOf(request, LOCALE_COOKIE) ?? (isBrowser ? null : request.headers.get("accept-language")));
};

/**
 * Who makes an API request: a bearer token, or a session cookie on a same-site request.
 * @throws AppError unauthenticated, or forbidden where another site made a browser send it
 */
export async function actorOf(request: Request): Promise<UserActor> {
  const authorization = request.headers.get("authorization");
  const facts = requestFacts(request.headers);
  const actor = authorization
    ? await actorOfBearer(authorization)
    : await actorOfCookie(cookieOf(request, sessionCookieName(runtime().env.APP_ORIGIN)));
  if (!actor) throw new AppError("unauthenticated");
  const cross = isCrossSite(
    {
      method: request.method,
      secFetchSite: request.headers.get("sec-fetch-site"),
      origin: request.headers.get("origin"),
    },
    runtime().env.APP_ORIGIN,
  );
  if (!authorization && cross) throw new AppError("forbidden", { message: "crossSite" });
  return { ...actor, request: facts };
}

const noStore = { "cache-control": "no-store" };

export const ok = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  body === undefined
    ? new Response(null, { status: 204, headers: noStore })
    : Response.json(body, { status, headers: { ...noStore, ...headers } });

/** The error table of product.md. A bug answers 500 with a number to quote and nothing else. */
export function fail(error: unknown, locale: Locale): Response {
  const requestId = crypto.randomUUID();
  const headers = { ...noStore, "x-request-id": requestId };
  if (!(error instanceof AppError)) {
    console.error(
      `request ${requestId} failed:`,
      error instanceof Error ? (error.stack ?? error.message) : "unknown error",
    );
    return Response.json({ code: "internal", message: sayError(locale, "internal") }, { status: 500, headers });
  }
  const { status, issues, current, reason, messageId, retryAfterSeconds } = error.detail;
  const body = {
    code: error.code,
    message: errorText(locale, error),
    ...(issues && { issues: issues.map((issue) => issueText(locale, issue)) }),
    ...(reason !== undefined && { reason }),
    ...(messageId !== undefined && { message_id: messageId }),
    ...(current !== undefined && { current }),
  };
  const retry = retryAfterSeconds ? { "retry-after": String(retryAfterSeconds) } : {};
  return Response.json(body, { status: status ?? STATUS[error.code], headers: { ...headers, ...retry } });
}

/** A refused request's answer, once its sender has sent everything and can hear it. */
export async function refuse(request: Request, error: unknown): Promise<Response> {
  await drainBody(request);
  return fail(error, localeOf(request));
}
