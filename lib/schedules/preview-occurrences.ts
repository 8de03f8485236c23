import "server-only";
import type { Actor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { nextOccurrences } from "./recurrence";
import { recurrenceOf, type TimingInput, validityOf } from "./schema";

const SHOWN = 5;

/**
 * The next five runs of a schedule that needn't be stored yet, by the function the engine uses.
 * @throws AppError forbidden
 */
export async function previewOccurrences(
  rt: Pick<Runtime, "clock">,
  actor: Actor,
  input: TimingInput,
): Promise<{ items: { at: string }[] }> {
  if (!mayEver(actor, "schedule.read")) throw new AppError("forbidden");
  const justBefore = new Date((await rt.clock()).getTime() - 1);
  const times = nextOccurrences(recurrenceOf(input), validityOf(input), justBefore, SHOWN);
  return { items: times.map((at) => ({ at: at.toISOString() })) };
}
