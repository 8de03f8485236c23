import { route } from "@/lib/http/route";
import { SyncStep } from "@/lib/image-sync/schema";
import { undoRun } from "@/lib/image-sync/undo-run";

export const maxDuration = 300;

export const POST = route(SyncStep, (rt, actor, input) => undoRun(rt, actor, input));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
