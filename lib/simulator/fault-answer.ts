import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import type { Answer } from "./answer";
import type { Fault, FaultKind } from "./faults";

/** What goes back: an answer, or how the connection ends. */
export type Outcome = Answer | "reset" | "close" | "hang";

const DEFAULT_SLOW_MS = 3_000;
const page = (status: number, data: string, mime: string): Answer => ({
  status,
  raw: { data: Buffer.from(data), mime },
});
const failed = (status: number, errorCode: string): Answer => ({
  status,
  body: { errorCode, errorMessage: "simulated fault" },
});

/** What the caller gets instead of an answer; null = the answer itself (slow, truncated). */
function insteadOf(kind: FaultKind): Outcome | null {
  switch (kind) {
    case "reset":
    case "close":
    case "hang":
      return kind;
    case "http_503":
      return failed(503, "ServiceUnavailable");
    case "http_500":
      return failed(500, "InternalServerError");
    case "http_429":
      return {
        status: 429,
        headers: { "retry-after": "5" },
        body: { errorCode: "TooManyRequests", message: "simulated fault" },
      };
    case "empty":
      return page(200, "", "application/json; charset=utf-8");
    case "html":
      return page(200, "<html><body><h1>점검 중입니다</h1></body></html>", "text/html; charset=utf-8");
    case "slow":
    case "truncated":
      return null;
  }
}

/** Carries a call out under a fault: before = it isn't carried out, after = it is and its answer is lost. */
export async function applyFault(fault: Fault | null, act: () => Answer, closing: AbortSignal): Promise<Outcome> {
  if (!fault) return act();
  const { kind, when, ms = DEFAULT_SLOW_MS } = fault;
  const pause = () => wait(ms, undefined, { signal: closing, ref: false }).catch(() => {});
  if (kind === "slow" && when === "before") await pause();
  const instead = insteadOf(kind);
  if (instead && when === "before") return instead;
  const answer = act();
  if (kind === "slow" && when === "after") await pause();
  if (kind === "truncated") {
    const whole = JSON.stringify(answer.body ?? {});
    return page(answer.status, whole.slice(0, Math.floor(whole.length / 2)), "application/json; charset=utf-8");
  }
  return instead ?? answer;
}
