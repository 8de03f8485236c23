import "server-only";
import type { Actor } from "@/lib/access/actor";
import type { Runtime } from "@/lib/runtime";
import { applyRecovery } from "./apply-recovery";
import { planRecovery } from "./plan-recovery";
import type { PlanDto, RunProgress } from "./run-dto";
import type { RecoveryInput } from "./schema";

/** Without a hash the plan, with it one bounded stretch of its application (product.md). */
export const recoverLogs = (
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: Actor,
  { planHash, ...input }: RecoveryInput,
): Promise<PlanDto | RunProgress> =>
  planHash === undefined ? planRecovery(rt, actor, input.scope) : applyRecovery(rt, actor, { ...input, planHash });
