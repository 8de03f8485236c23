import type { LogStatus, PartStatus } from "@/db/enums";
import { isLogOver, isPartOver } from "@/lib/deliveries/status";

/** What a step of the world was allowed to do to a part, beside leaving it alone. */
export type Cause =
  /** A call of this part may begin now; `isHolder`: nobody has claimed the lane after who begins it. */
  | { by: "intent"; part: number; isHolder: boolean }
  /** A call came to this: it certainly brought nothing, or it is not the part's latest call. */
  | { by: "answer"; part: number; isCertainlyNot: boolean; isLatest: boolean }
  | { by: "heir"; isHolder: boolean }
  | { by: "nobody" | "evidence" | "expiry" | "switch" }
  | { by: "person"; decision: string };

export type Seen = { log: LogStatus; parts: { id: number; status: PartStatus; attempt: number }[] };

/**
 * What the product promises of one run, kept beside the real one: it knows which calls may have brought something, and
 * says which change breaks a promise.
 * @param changes how often each change of a part was seen, and by what
 */
export function openPartModel(changes: Map<string, number>) {
  /** Calls of each part that may have brought its message and that no person has answered for. */
  const mayHaveGone = new Map<number, number>();
  const resends = new Map<number, number>();
  const add = <K>(counts: Map<K, number>, key: K, n: number) => counts.set(key, (counts.get(key) ?? 0) + n);
  const problems: string[] = [];

  function begins(part: number): void {
    if ((mayHaveGone.get(part) ?? 0) > 0) problems.push(`part ${part} is called again though it may have gone`);
    add(mayHaveGone, part, 1);
  }

  return {
    problems,
    step(before: Seen, after: Seen, cause: Cause): void {
      if (cause.by === "intent") begins(cause.part);
      if (cause.by === "answer" && cause.isCertainlyNot && (mayHaveGone.get(cause.part) ?? 0) > 0)
        add(mayHaveGone, cause.part, -1);
      if (isLogOver(before.log) && after.log !== before.log) problems.push(`${before.log} became ${after.log}`);
      for (const was of before.parts) {
        const now = after.parts.find((part) => part.id === was.id);
        if (!now) {
          problems.push(`part ${was.id} is gone`);
          continue;
        }
        const change = `${was.status} → ${now.status} by ${cause.by}`;
        const say = (what: string) => problems.push(`part ${was.id}: ${change}: ${what}`);
        if (now.status !== was.status) {
          add(changes, change, 1);
          if (isPartOver(was.status)) say("it was over");
          if (now.status === "sending" && !(cause.by === "intent" && cause.part === was.id)) say("nobody began a call");
          if (now.status === "sending" && was.status !== "pending") say("a call begins from pending only");
          if (was.status === "unknown" && now.status === "pending") {
            if (cause.by !== "person" || cause.decision !== "resend") say("only a person sends an unknown one again");
            mayHaveGone.set(was.id, 0);
            add(resends, was.id, 1);
          }
          if (was.status === "sending" && now.status === "pending") {
            if (cause.by !== "answer" || !cause.isCertainlyNot) say("it may have gone");
          }
          if (now.status === "unknown" && was.status !== "sending") say("only a call under way becomes unknown");
          if (now.status === "sent" && !["answer", "evidence", "person"].includes(cause.by)) say("nobody said so");
        }
        if ("isHolder" in cause && !cause.isHolder && now.status !== was.status) say("its process has lost the lane");
        if (cause.by === "answer" && !cause.isLatest && (now.status !== was.status || now.attempt !== was.attempt))
          say("an earlier call's answer");
        if (now.attempt > 3 + (resends.get(was.id) ?? 0)) say(`try ${now.attempt}`);
        if (now.attempt > was.attempt + 1 || now.attempt < was.attempt - 1)
          say(`from try ${was.attempt} to ${now.attempt}`);
      }
    },
  };
}

export type PartModel = ReturnType<typeof openPartModel>;
