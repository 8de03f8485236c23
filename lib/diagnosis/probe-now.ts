import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { DiagnosisDto } from "./probe-dto";
import { LEAST_BETWEEN_MS, probeAfter } from "./probe-regularly";
import { readDiagnosis } from "./read-diagnosis";
import type { ProbeRuntime } from "./run-probes";

/** The look under way in this process: who presses meanwhile waits for it, and its questions have the database to themselves. */
let underWay: Promise<unknown> | null = null;

/**
 * Looks at everything now, and says how it is. Whoever presses a moment after somebody else gets what they found: nobody
 * can make Dochak hammer gateways or Solapi.
 * @throws AppError forbidden
 */
export async function probeNow(rt: ProbeRuntime, actor: UserActor): Promise<DiagnosisDto> {
  if (!mayEver(actor, "diagnosis.probe")) throw new AppError("forbidden");
  underWay ??= probeAfter(rt, LEAST_BETWEEN_MS).finally(() => {
    underWay = null;
  });
  await underWay;
  return readDiagnosis(rt, actor);
}
