import type { HttpResult } from "./http-call";
import type { Outcome } from "./port";

/**
 * What an exception of the gateway says, without what was sent: its JSON reader quotes the body it failed on, and any
 * other message may quote a line of the text.
 */
function said(message: unknown, status: number, sentText: string): string {
  const own =
    typeof message === "string"
      ? message
          .split(/JSON input/i)[0]!
          .replace(/\s+/g, " ")
          .trim()
      : "";
  const quotes = sentText.split(/[\r\n]+/).some((line) => line.trim().length > 1 && own.includes(line.trim()));
  return own === "" || quotes ? `HTTP ${status}` : `HTTP ${status}: ${own.slice(0, 200)}`;
}

/** Whether an answer of `/config` is Iris's: any other server at the address answers 200 as well. */
export const isIrisConfig = (body: string): boolean => {
  const json = irisJson(body);
  return json !== null && "bot_name" in json && "bot_id" in json;
};

/** Iris writes `{"success":true}` on success and `{"status":false,"message"}` on every exception (kakao-gateways.md §2). */
function irisJson(body: string): { success?: unknown; status?: unknown; message?: unknown } | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : null;
  } catch {
    return null;
  }
}

/**
 * The truth table of rulings 10: what an exchange with `/reply` says about whether the message went.
 * @param sentText is never repeated in the outcome's detail
 */
export function replyOutcome(result: HttpResult, sentText = ""): Outcome {
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
  const detail = said(json?.message, status, sentText);
  if (status >= 200 && status < 300) {
    if (json?.success === true) return { kind: "accepted", certainty: "accepted", raw: { status } };
    return { kind: "unknown", reason: "bad_response", detail: `HTTP ${status} without success` };
  }
  if (status === 401 || status === 403)
    return { kind: "rejected", reason: "auth_failed", retryable: false, configuration: true, detail };
  if (status === 413)
    return { kind: "rejected", reason: "payload_too_large", retryable: false, configuration: false, detail };
  if (status === 429) return { kind: "rejected", reason: "queue_full", retryable: true, configuration: false, detail };
  if (json?.status === false)
    return { kind: "rejected", reason: "gateway_refused", retryable: true, configuration: false, detail };
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
