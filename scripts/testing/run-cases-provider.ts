import { plantRoom } from "@/db/testing/plant";
import { decideLog } from "@/lib/dispatch/decide-log";
import { type RunCase, runTools } from "./run-case";
import type { RunWorld } from "./run-rig";

/** Runs that stop at the gateway of their bot. */
export function stoppedAtGateway(w: RunWorld): RunCase[] {
  const { answering, refusing, changed, unseen, cutOff } = runTools(w);
  return [
    [
      "a phone that is off",
      changed(() => w.fault("offline")),
      ["stuck", "provider", "bot_offline", "reconnect_bot"],
      ["provider", "try_later"],
    ],
    [
      "a phone that stays off until its breaker opens",
      async () => {
        await w.fault("offline");
        const id = await w.schedule();
        await w.ticks(3, 120);
        return w.run(id);
      },
      ["stuck", "provider", "bot_offline", "reconnect_bot"],
      ["provider", "bot_rests"],
    ],
    [
      "refused three times",
      async () => {
        await w.fault("http_500");
        const id = await w.schedule();
        await w.ticks(4);
        return w.run(id);
      },
      ["ended", "provider", "gateway_refused", "send_run_again"],
      ["provider", "refused"],
    ],
    [
      "a queue that is full",
      changed(() => w.fault("queue_full")),
      ["stuck", "provider", "bot_queue_full", "wait_for_turn"],
      ["provider", "refused_again"],
    ],
    [
      "an answer that comes too late",
      changed(() => {
        unseen(150);
        return w.fault("slow", { ms: 1_500 });
      }),
      ["unknown", "provider", "call_timed_out", "decide_run"],
      ["provider", "no_answer"],
    ],
    [
      "a connection cut after the call",
      cutOff,
      ["unknown", "provider", "call_cut_off", "decide_run"],
      ["provider", "no_answer"],
    ],
    [
      "an answer nobody can read",
      changed(() => w.fault("html_500")),
      ["unknown", "provider", "answer_unreadable", "decide_run"],
      ["provider", "no_answer"],
    ],
    [
      "taken, but no trace of it",
      changed(
        answering({ kind: "unknown", reason: "not_observed", detail: "queued, then: forgotten", ref: "reply-1" }),
      ),
      ["unknown", "provider", "not_observed", "decide_run"],
      ["provider", "asks_again"],
    ],
    [
      "a secret the gateway doesn't know",
      changed(refusing("auth_failed", true)),
      ["stuck", "provider", "bot_auth_failed", "set_bot_secret"],
      ["provider", "refused_rests"],
    ],
    [
      "a room the gateway doesn't know",
      changed(refusing("room_unknown")),
      ["ended", "provider", "room_unknown", "check_room_id"],
      ["provider", "refused"],
    ],
    [
      "too large for the gateway",
      changed(refusing("payload_too_large")),
      ["ended", "provider", "images_refused", "change_images"],
      ["provider", "refused"],
    ],
    [
      "silent calls until the breaker opens, and one that waits behind them",
      async () => {
        unseen();
        await w.fault("reset_after");
        for (let i = 0; i < 3; i++) await w.schedule({ priority: 1 }, await plantRoom(w.db, w.org, w.bot));
        const id = await w.schedule({ priority: 9 });
        await w.ticks(2, 5);
        return w.run(id);
      },
      ["stuck", "provider", "gateway_unsure", "reconnect_bot"],
      ["provider", "bot_rests"],
    ],
    [
      "a phone that rested through the hour of a run",
      async () => {
        await w.fault("offline");
        const id = await w.schedule();
        await w.ticks(3, 120);
        w.pass(3_700);
        await fetch(`${w.sandbox.url}/_sandbox/faults`, { method: "DELETE" });
        await w.ticks(2, 90);
        return w.run(id);
      },
      ["stuck", "provider", "missed_for_bot", "decide_run"],
      ["queue", "missed_busy"],
    ],
    [
      "not delivered, says a person",
      async () => {
        const run = await cutOff();
        await decideLog(w.rt, w.user, { id: run, decision: "not_delivered" });
        return run;
      },
      ["ended", "provider", "not_delivered", "send_run_again"],
      ["api", "decided_not_delivered"],
    ],
  ];
}
