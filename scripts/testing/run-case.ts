import { ticks } from "@/db/schema/dispatch";
import type { Standing } from "@/lib/diagnosis/verdict-shape";
import { materialiseDue } from "@/lib/dispatch/materialise-due";
import type { Outcome } from "@/lib/transports/port";
import type { RunWorld } from "./run-rig";

export type RunCase = [
  name: string,
  plant: () => Promise<number>,
  expected: [standing: Standing, layer: string | null, cause: string | null, fix: string | null],
  step?: [layer: string, event: string],
];

export const DAY_MS = 86_400_000;

/** Ways to bring a run into trouble. */
export function runTools(w: RunWorld) {
  const answering = (outcome: Outcome) => () => w.adapter(() => ({ sendText: async () => outcome }));
  const refusing = (reason: Extract<Outcome, { kind: "rejected" }>["reason"], configuration = false) =>
    answering({ kind: "rejected", reason, retryable: false, configuration, detail: "no" });
  /** A due run whose world changed before the pass that should send it. */
  const changed = (change: (id: number) => unknown, over?: Parameters<typeof w.schedule>[0]) => async () => {
    const id = await w.schedule(over);
    await change(id);
    await w.tick();
    return w.run(id);
  };
  /** The phone's own chat log can't be read: nothing proves afterwards what arrived. */
  const unseen = (timeoutMs?: number) =>
    w.adapter((real) => ({
      sendText: (bot, room, text, context) =>
        real.sendText(bot, room, text, { ...context, mark: null, ...(timeoutMs && { timeoutMs }) }),
    }));
  const cutOff = changed(() => {
    unseen();
    return w.fault("reset_after");
  });
  const before = async (ms: number) => new Date((await w.now()).getTime() - ms);
  /** A pass long ago, then none. */
  async function stoodSince(ms: number): Promise<void> {
    const at = await before(ms);
    await w.db
      .insert(ticks)
      .values({ executionId: `long-ago-${ms}`, startedAt: at, finishedAt: at, instance: "worker-1" });
  }
  const plan = () => materialiseDue(w.rt, { lastTickAt: null, isOver: () => false });
  return { answering, refusing, changed, unseen, cutOff, before, stoodSince, plan };
}
