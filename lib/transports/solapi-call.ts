import "server-only";
import type { SolapiMessageService } from "solapi";
import * as z from "zod";
import type { PhoneAccount, Refusal, Unknown } from "./phone-port";
import { DoorError, type DoorFault, doorFault, hasSolapiDoor } from "./solapi-door";
import { refusalOf, type SolapiAnswer } from "./solapi-errors";
import { solapiSignature } from "./solapi-signature";

/** Waits until one more request of this kind may be made with this account (rulings 17); false where the time for it was over first. */
export type Spend = (account: PhoneAccount, kind: "read" | "write") => Promise<unknown>;

/** One exchange. `answer` is what Solapi refused it with, where it was Solapi that refused. */
export type Exchange =
  | { kind: "ok"; body: unknown; date: Date | null }
  | { kind: "refused"; refusal: Refusal; answer: SolapiAnswer | null }
  | Unknown;

const HOST = "https://api.solapi.com";

/** Statuses that say enough by themselves. */
const PLAIN = [401, 402, 403, 404, 429];

/** A 4xx whose words got lost may have said "sent already", so nobody knows. */
function refused(answer: SolapiAnswer): Exchange {
  const isWordless = answer.errorCode === null || answer.errorCode.startsWith("HTTP_");
  if (isWordless && !PLAIN.includes(answer.httpStatus))
    return unknown("bad_response", `HTTP ${answer.httpStatus} without an error code`);
  return { kind: "refused", refusal: refusalOf(answer), answer };
}
const certainly = (reason: "unavailable" | "throttled" | "invalid" | "auth_failed", detail: string): Exchange => ({
  kind: "refused",
  answer: null,
  refusal: {
    kind: "refused",
    reason,
    configuration: reason === "auth_failed",
    retryable: reason === "unavailable" || reason === "throttled",
    code: null,
    detail,
  },
});
const unknown = (reason: Unknown["reason"], detail: string): Unknown => ({ kind: "unknown", reason, detail });

/** Whether something left is what the fault decides. */
function faulted(fault: DoorFault): Exchange {
  if (fault === "not_connected") return certainly("unavailable", "not connected");
  if (fault === "shut") return certainly("unavailable", "this process names no way to Solapi");
  return unknown(fault, fault === "timeout" ? "no answer in time" : "connection lost before the answer");
}

function notReady({ apiKey, apiSecret }: PhoneAccount): Exchange | null {
  if (!apiKey || !apiSecret) return certainly("auth_failed", "no key");
  return hasSolapiDoor() ? null : faulted("shut");
}

const ErrorBody = z.object({
  errorCode: z.string().nullish().catch(null),
  errorMessage: z.string().nullish().catch(null),
  message: z.string().nullish().catch(null),
});

/** Nothing is asked before the budget allows it. */
export async function within(
  spend: Spend,
  account: PhoneAccount,
  kind: "read" | "write",
  call: () => Promise<Exchange>,
): Promise<Exchange> {
  if ((await spend(account, kind)) === false) return certainly("throttled", "no room in the account's budget in time");
  return call();
}

/** A signed request of our own, where the SDK drops fields, rejects pages or has no method (solapi.md §1.2, 0.8). */
export async function ask(
  account: PhoneAccount,
  method: "GET" | "POST",
  path: string,
  { query = {}, body }: { query?: Record<string, string | null | undefined>; body?: unknown } = {},
): Promise<Exchange> {
  const stopped = notReady(account);
  if (stopped) return stopped;
  const url = new URL(path, HOST);
  for (const [name, value] of Object.entries(query)) if (value) url.searchParams.set(name, value);
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url.href, {
      method,
      headers: { authorization: solapiSignature(account, new Date()), "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    text = await answer.text();
  } catch (error) {
    return faulted(error instanceof DoorError ? error.fault : "lost");
  }
  const json = parsed(text);
  if (answer.status >= 400 && answer.status < 500) {
    const said = ErrorBody.safeParse(json).data;
    return refused({
      httpStatus: answer.status,
      errorCode: said?.errorCode ?? null,
      errorMessage: said?.errorMessage ?? said?.message ?? null,
    });
  }
  if (!answer.ok) return unknown("gateway_5xx", `HTTP ${answer.status}`);
  if (json === undefined) return unknown("bad_response", `HTTP ${answer.status} without JSON`);
  const date = new Date(answer.headers.get("date") ?? "");
  return { kind: "ok", body: json, date: Number.isNaN(date.getTime()) ? null : date };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One call of Solapi's own SDK, loaded when first needed: it weighs more than the rest of the server. */
export async function callSdk(
  account: PhoneAccount,
  call: (sdk: SolapiMessageService) => Promise<unknown>,
): Promise<Exchange> {
  const stopped = notReady(account);
  if (stopped) return stopped;
  const { SolapiMessageService } = await import("solapi");
  try {
    return { kind: "ok", body: await call(new SolapiMessageService(account.apiKey, account.apiSecret)), date: null };
  } catch (error) {
    return told(error);
  }
}

const SdkError = z.object({
  _tag: z.string(),
  errorCode: z.string().nullish().catch(null),
  errorMessage: z.string().nullish().catch(null),
  httpStatus: z.number().catch(0),
  cause: z.unknown().optional(),
});

/** The SDK's errors, told apart by whether anything can have been done (solapi.md §1.4). */
function told(error: unknown): Exchange {
  const read = SdkError.safeParse(error);
  if (!read.success) return unknown("bad_response", "an answer the SDK can't read");
  const { _tag, errorCode = null, errorMessage = null, httpStatus, cause } = read.data;
  if (_tag === "ClientError") return refused({ httpStatus, errorCode, errorMessage });
  if (_tag === "ServerError") return unknown("gateway_5xx", `HTTP ${httpStatus}`);
  if (_tag === "NetworkError") return faulted(doorFault(String(cause)) ?? "lost");
  // Its words quote what was given, numbers and texts among it.
  if (_tag === "BadRequestError" || _tag === "InvalidDateError") return certainly("invalid", "refused by the SDK");
  if (_tag === "ApiKeyError") return certainly("auth_failed", "no key");
  return unknown("bad_response", errorCode === "ParseError" ? "an answer that isn't JSON" : "an error of the SDK");
}
