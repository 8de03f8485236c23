import type { ScopeBody } from "@/components/coverage/coverage-address";
import type { MessageMode, MessageStatus } from "@/db/enums";
import type { RunDto } from "@/lib/recovery/run-dto";

/**
 * What a run was asked for, as the API takes it again; null where a number must be named anew, for no run keeps one.
 * @param phone the number somebody named in this visit
 */
export function requestOf(scope: RunDto["scope"], phone: string | null): ScopeBody | null {
  switch (scope.kind) {
    case "all":
      return { kind: "all" };
    case "messages":
      return { kind: "messages", ids: scope.ids ?? [] };
    case "phone":
      return phone ? { kind: "phone", phone } : null;
    case "filter": {
      const { orgId, from, to, status, mode } = scope;
      return {
        kind: "filter",
        ...(orgId !== undefined && { orgId }),
        ...(from && { from }),
        ...(to && { to }),
        ...(status && { status: status as MessageStatus }),
        ...(mode && { mode: mode as MessageMode }),
      };
    }
  }
}

/** Rows a second and the time left at that, from where it stood when this driver began. */
export function paceOf(
  done: number,
  doneAtStart: number,
  all: number,
  elapsedMs: number,
): { rate: number; secondsLeft: number } | null {
  const made = done - doneAtStart;
  if (made <= 0 || elapsedMs < 200) return null;
  const rate = made / (elapsedMs / 1000);
  return { rate: Math.max(1, Math.round(rate)), secondsLeft: Math.ceil(Math.max(0, all - done) / rate) };
}
