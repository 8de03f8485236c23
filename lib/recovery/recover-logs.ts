import "server-only";
import { retryDeadlocks } from "@/db/retry-deadlocks";
import type { Actor } from "@/lib/access/actor";
import type { Runtime } from "@/lib/runtime";
import { applyRecovery } from "./apply-recovery";
import { askProvider } from "./ask-provider";
import { nameVanished } from "./name-vanished";
import { planRecovery } from "./plan-recovery";
import type { PlanDto, RunProgress } from "./run-dto";
import type { RecoveryInput } from "./schema";
import { scopeSet } from "./scope-set";

/** Without a hash the plan, after asking the provider what it knows; with it one bounded stretch of its application (product.md). */
export async function recoverLogs(
  rt: Pick<Runtime, "db" | "clock" | "env" | "phone">,
  actor: Actor,
  { planHash, ...input }: RecoveryInput,
): Promise<PlanDto | RunProgress> {
  if (planHash !== undefined) return applyRecovery(rt, actor, { ...input, planHash });
  const set = await scopeSet(rt.db, rt.env, actor, input.scope, await rt.clock());
  await retryDeadlocks(rt.db, (tx) => nameVanished(tx, rt.env, set));
  await askProvider(rt, set);
  return planRecovery(rt, actor, input.scope);
}
