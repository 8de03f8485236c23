import type { HttpResult } from "./http-call";
import type { Outcome } from "./port";

const clean = (text: string) => text.replace(/[\r\n]+/g, " ").slice(0, 200);

/** Iris writes `{"success":true}` on success and `{"status":false,"message"}` on every exception (kakao-gateways.md §2). */
function irisJson(body: string): { success?: unknown; status?: unknown; message?: unknown } | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

/** The truth table of rulings 10: what an exchange with `/reply` says about whether the message went. */
export function replyOutcome(result: HttpResult): Outcome {
  if (result.kind === "unreached")
    return {
      kind: "rejected",
      reason: "bot_offline",
      retryable: true,
      configuration: false,
      detail: `not connected: ${result.code}`,
    };
  if (result.kind === "lost")
    return {
      kind: "unknown",
      reason: result.code,
      detail: result.code === "timeout" ? "no answer in time" : "connection lost before the answer",
    };
  const { status, body } = result;
  const json = irisJson(body);
  const said = typeof json?.message === "string" ? clean(json.message) : `HTTP ${status}`;
  if (status >= 200 && status < 300) {
    if (json?.success === true) return { kind: "accepted", certainty: "accepted", raw: { status } };
    return { kind: "unknown", reason: "bad_response", detail: `HTTP ${status} without success` };
  }
  if (status === 401 || status === 403)
    return { kind: "rejected", reason: "auth_failed", retryable: false, configuration: true, detail: said };
  if (status === 413)
    return { kind: "rejected", reason: "payload_too_large", retryable: false, configuration: false, detail: said };
  if (status === 429)
    return { kind: "rejected", reason: "queue_full", retryable: true, configuration: false, detail: said };
  if (json?.status === false)
    return { kind: "rejected", reason: "gateway_refused", retryable: true, configuration: false, detail: said };
  if (status >= 500) return { kind: "unknown", reason: "gateway_5xx", detail: `HTTP ${status}` };
  // Redirects are never followed and a 4xx of something that isn't Iris means the address is wrong.
  return {
    kind: "rejected",
    reason: "gateway_refused",
    retryable: false,
    configuration: true,
    detail: `HTTP ${status}`,
  };
}
