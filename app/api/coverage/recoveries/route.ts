import { route } from "@/lib/http/route";
import { listRuns } from "@/lib/recovery/queries";
import { recoverLogs } from "@/lib/recovery/recover-logs";
import { RecoveryInput, RunFilter } from "@/lib/recovery/schema";

export const maxDuration = 300;

export const GET = route(RunFilter, (rt, actor, filter) => listRuns(rt.db, actor, filter));
export const POST = route(RecoveryInput, recoverLogs);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
