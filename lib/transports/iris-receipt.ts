import type { HttpResult } from "./http-call";
import { irisJson, replyOutcome, said } from "./iris-answer";
import type { Evidence, Outcome, Rejected } from "./port";
import { offline, rejected } from "./rejected";

/** What the signed dialect says to a send: taken into its queue, or what became of the call. */
export type Receipt = { kind: "queued"; requestId: string } | Exclude<Outcome, { kind: "accepted" }>;

/** It becomes part of an address and of a ledger row. */
const REQUEST_ID = /^[\w.-]{1,100}$/;
/** What the gateway answers where it has no secret of its own to compare with. */
const NO_SECRET = "service unavailable";

/**
 * What the signed dialect says of an exception, or null where the answer isn't its own. Builds of it leave out fields
 * that have their default: `status: false` here, `success: true` of a receipt.
 */
export function exceptionOf(body: string): string | null {
  const json = irisJson(body);
  return typeof json?.message === "string" && (json.status ?? false) === false ? json.message : null;
}

/** The gateway refuses to look at the call at all, or null where it did. */
export function doorOutcome(status: number, body: string): Rejected | null {
  if (status === 401 || status === 403)
    return rejected("auth_failed", `HTTP ${status}: wrong secret or clock`, { configuration: true });
  const said = status === 503 ? exceptionOf(body) : null;
  if (said === null) return null;
  return said === NO_SECRET
    ? rejected("auth_failed", "HTTP 503: the gateway has no secret set up", { configuration: true })
    : offline("HTTP 503: the gateway isn't ready");
}

/**
 * What an answer to `/reply` means (kakao-gateways.md §3).
 * @param sentText is never repeated in a detail
 */
export function receiptOf(result: HttpResult, sentText: string): Receipt {
  if (result.kind !== "answered") return replyOutcome(result) as Receipt;
  const { status, body } = result;
  const json = irisJson(body);
  if (status >= 200 && status < 300) {
    const { requestId } = json ?? {};
    if ((json?.success ?? true) === true && typeof requestId === "string" && REQUEST_ID.test(requestId))
      return { kind: "queued", requestId };
    return { kind: "unknown", reason: "bad_response", detail: `HTTP ${status} without a receipt` };
  }
  const shut = doorOutcome(status, body);
  if (shut) return shut;
  if (status === 400 && exceptionOf(body) !== null) {
    const detail = said(json?.message, status, sentText);
    return rejected(/image.*(content ?type|format)/i.test(detail) ? "unsupported_media" : "gateway_refused", detail);
  }
  return replyOutcome(result, sentText) as Receipt;
}

/** Its memory is short and ends with a restart. */
export const FORGOTTEN: Evidence = { kind: "none", detail: "the gateway doesn't remember it" };

/** What `/reply-status` says of a call. It hands over and never proves more; what it forgot it doesn't deny. */
export function statusOf(result: HttpResult, ref: string, sentText: string): Evidence {
  if (result.kind !== "answered") return { kind: "unreachable", detail: result.code };
  const { status, body } = result;
  if (status === 404) return FORGOTTEN;
  if (status !== 200) return { kind: "unreachable", detail: `HTTP ${status}` };
  const json = irisJson(body);
  switch (json?.state) {
    case "handoff_completed":
      return { kind: "found", certainty: "handed_off", ref, raw: { state: json.state } };
    case "failed":
      return { kind: "failed", detail: said(json.detail, status, sentText) };
    case "queued":
    case "preparing":
    case "prepared":
    case "sending":
      return { kind: "none", detail: `still ${json.state}` };
    default:
      return { kind: "unreachable", detail: "the answer isn't the gateway's" };
  }
}
