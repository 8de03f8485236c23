import "server-only";
import type { SyncAct } from "@/db/enums";
import { deleteRow } from "./delete-row";
import { markMissing } from "./mark-missing";
import { repointRow } from "./repoint-row";
import { setAside } from "./set-aside";
import { type Hand, holding, type Step, settle } from "./step-hand";
import { StorageTrouble, troubleOf } from "./storage-trouble";

const ACTS: Record<SyncAct, (hand: Hand, step: Step) => Promise<void>> = {
  delete_row: deleteRow,
  mark_missing: markMissing,
  repoint_row: repointRow,
  set_aside: setAside,
};

/**
 * Does one step of a plan and writes how it ended. Trouble of the storage fails this step alone; what else goes wrong is thrown and
 * leaves the step as it was.
 * @throws Halted
 */
export async function takeStep(hand: Hand, step: Step): Promise<void> {
  try {
    await ACTS[step.op.act](hand, step);
  } catch (error) {
    if (!(error instanceof StorageTrouble)) throw error;
    await holding(hand, "executing", (tx, at) =>
      settle(tx, hand, step, { state: "failed", why: troubleOf(error) }, at),
    );
  }
}
