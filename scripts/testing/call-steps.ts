import { commitCalls } from "@/lib/dispatch/commit-calls";
import type { Intent, IntentAsk } from "@/lib/dispatch/decide-intent";
import type { Recorded, ResultAsk } from "@/lib/dispatch/decide-result";
import type { Runtime } from "@/lib/runtime";

type Engine = Pick<Runtime, "db" | "clock">;

/** The half of a transaction between calls that comes before one. */
export const intendParts = async (rt: Engine, asks: readonly IntentAsk[]): Promise<Intent[]> =>
  (await commitCalls(rt, [], asks)).intents;

/** The half that comes after one. */
export const recordResults = async (rt: Engine, asks: readonly ResultAsk[]): Promise<Recorded[]> =>
  (await commitCalls(rt, asks, [])).recorded;
