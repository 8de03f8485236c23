import type { HttpResult } from "./http-call";
import type { Outcome } from "./port";
import { offline, rejected } from "./rejected";

/**
 * What an exception of the gateway says, without what was sent: its JSON reader quotes the body it failed on, and any
 * other message may quote some of the text.
 */
export function said(message: unknown, status: number, sentText: string): string {
  const own =
    typeof message === "string"
      ? message
          .split(/JSON input/i)[0]!
          .replace(/\s+/g, " ")
          .trim()
      : "";
  const shown = own.slice(0, 200);
  return shown === "" || quotes(shown, sentText) ? `HTTP ${status}` : `HTTP ${status}: ${shown}`;
}

/** So many characters that both have are no coincidence. */
const QUOTED = 8;

/** A whole line of the text, however short, or a piece of one that was cut anywhere. */
function quotes(said: string, sentText: string): boolean {
  const sent = sentText.replace(/\s+/g, " ");
  for (let at = 0; at + QUOTED <= said.length; at++) if (sent.includes(said.slice(at, at + QUOTED))) return true;
  return sentText.split(/[\r\n]+/).some((line) => line.trim().length > 1 && said.includes(line.trim()));
}

/** Beyond `message_send_rate`, in ms: two messages closer than that and the gateway drops the older one in silence. */
const GAP_OVER_SEND_RATE_MS = 250;

/** What an answer of `/config` tells, or null where it isn't Iris's: any other server at the address answers 200 as well. */
export function irisConfig(body: string): { leastGapMs: number | null } | null {
  const json = irisJson(body);
  if (!json || !("bot_name" in json && "bot_id" in json)) return null;
  const rateMs = Number(json.message_send_rate ?? Number.NaN);
  const isRate = Number.isFinite(rateMs) && rateMs >= 0 && rateMs <= 600_000;
  return { leastGapMs: isRate ? Math.ceil(rateMs) + GAP_OVER_SEND_RATE_MS : null };
}

/** Iris writes `{"success":true}` on success and `{"status":false,"message"}` on every exception (kakao-gateways.md §2). */
export function irisJson(body: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/**
 * The truth table of rulings 10: what an exchange with `/reply` says about whether the message went.
 * @param sentText is never repeated in the outcome's detail
 */
export function replyOutcome(result: HttpResult, sentText = ""): Outcome {
  if (result.kind === "unreached") return offline(`not connected: ${result.code}`);
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
  if (status === 401 || status === 403) return rejected("auth_failed", detail, { configuration: true });
  if (status === 413) return rejected("payload_too_large", detail);
  if (status === 429) return rejected("queue_full", detail, { retryable: true });
  if (json?.status === false) return rejected("gateway_refused", detail, { retryable: true });
  if (status >= 500) return { kind: "unknown", reason: "gateway_5xx", detail: `HTTP ${status}` };
  // Redirects are never followed and a 4xx of something that isn't Iris means the address is wrong.
  return rejected("gateway_refused", `HTTP ${status}`, { configuration: true });
}
