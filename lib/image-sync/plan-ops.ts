import type { FindingAction, FindingCertainty, FindingDecision, SyncAct } from "@/db/enums";
import { parseObjectKey } from "@/lib/storage/object-key";
import { placeOf } from "@/lib/storage/quarantine-port";
import { type CustomerLoad, type Seat, type StageNumber, seatsOf } from "./stage-of";

/** As much of a finding as a plan is made of. */
export type PlanFinding = {
  id: number;
  seq: number;
  customerId: number | null;
  action: FindingAction;
  imageId: number | null;
  ver: number | null;
  filePath: string;
  toPath: string | null;
  bytes: number | null;
  sha256: Buffer | null;
};

/** One step of a plan: what is to be done to which row or file, as it was when it was looked at. */
export type PlannedOp = {
  seq: number;
  findingId: number;
  stage: StageNumber;
  batch: number;
  customerId: number | null;
  act: SyncAct;
  imageId: number | null;
  ver: number | null;
  filePath: string;
  toPath: string | null;
  place: string | null;
  bytes: number | null;
  sha256: Buffer | null;
};

/** A certain finding is acted upon unless somebody keeps it; a doubtful one only if somebody says so (S4-45). */
export const isActedUpon = (certainty: FindingCertainty, decision: FindingDecision): boolean =>
  certainty === "certain" ? decision !== "kept" : decision === "approved";

/**
 * What is done about a finding, in order: a row goes before its file, so that no row ever stands without it. A path that can't be
 * a key names no file of the store: there is nothing to set aside.
 */
export function actsOf({ action, filePath }: Pick<PlanFinding, "action" | "filePath">): SyncAct[] {
  const hasFile = parseObjectKey(filePath) !== null;
  switch (action) {
    case "report":
      return [];
    case "set_aside":
      return hasFile ? ["set_aside"] : [];
    case "delete_and_set_aside":
      return hasFile ? ["delete_row", "set_aside"] : ["delete_row"];
    default:
      return [action];
  }
}

/** Small pictures go while their original still lies where it was found. */
const rankOf = (action: FindingAction): number => (action === "set_aside" ? 0 : action === "repoint_row" ? 1 : 2);

/**
 * The steps of a plan in the order they are done: by stage, batch and customer, and of a customer what depends on other files
 * first. The same findings always give the same steps.
 * @param from first stage that hasn't begun, and the first free number of a step
 */
export function planOps(
  runId: number,
  findings: readonly PlanFinding[],
  batchSize: number,
  from: { stage: StageNumber; seq: number } = { stage: 1, seq: 0 },
): PlannedOp[] {
  const todo = findings.map((finding) => ({ finding, acts: actsOf(finding) })).filter(({ acts }) => acts.length > 0);
  const loads = new Map<number, CustomerLoad>();
  for (const { finding } of todo) {
    const customerId = finding.customerId ?? 0;
    const load = loads.get(customerId) ?? { customerId, findings: 0 };
    load.findings++;
    loads.set(customerId, load);
  }
  const seats = seatsOf([...loads.values()], from.stage, batchSize);
  const seatOf = (finding: PlanFinding): Seat => seats.get(finding.customerId ?? 0)!;
  todo.sort(
    ({ finding: a }, { finding: b }) =>
      seatOf(a).place - seatOf(b).place || rankOf(a.action) - rankOf(b.action) || a.seq - b.seq,
  );
  let seq = from.seq;
  return todo.flatMap(({ finding, acts }) =>
    acts.map((act): PlannedOp => {
      const { stage, batch } = seatOf(finding);
      const { customerId, imageId, ver, filePath, bytes, sha256 } = finding;
      const key = act === "set_aside" ? parseObjectKey(filePath) : null;
      const number = seq++;
      return {
        ...{ seq: number, findingId: finding.id, stage, batch, customerId, act, imageId, ver, filePath, bytes, sha256 },
        toPath: act === "repoint_row" ? finding.toPath : null,
        place: key === null ? null : placeOf(runId, number, key),
      };
    }),
  );
}
