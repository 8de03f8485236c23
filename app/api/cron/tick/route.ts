import { runTick } from "@/lib/dispatch/run-tick";
import { cron } from "@/lib/http/cron";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** GET too: some schedulers can't send anything else. */
export const GET = cron((rt, executionId) => runTick(rt, { executionId }));
export const POST = GET;

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
