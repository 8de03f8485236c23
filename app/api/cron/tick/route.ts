import { runTick } from "@/lib/dispatch/run-tick";
import { cron } from "@/lib/http/cron";

export const dynamic = "force-dynamic";
/** Platforms read this when building; what a pass really takes is TICK_BUDGET_MS. */
export const maxDuration = 300;

/** GET too: some schedulers can't send anything else. */
export const GET = cron((rt, executionId) => runTick(rt, { executionId, budgetMs: rt.env.TICK_BUDGET_MS }));
export const POST = GET;

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
