import { route } from "@/lib/http/route";
import { executeRun } from "@/lib/image-sync/execute-run";
import { SyncStep } from "@/lib/image-sync/schema";

export const maxDuration = 300;

export const POST = route(SyncStep, (rt, actor, input) => executeRun(rt, actor, input));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
