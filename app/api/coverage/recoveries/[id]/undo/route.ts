import { route } from "@/lib/http/route";
import { RunId } from "@/lib/recovery/schema";
import { undoRecovery } from "@/lib/recovery/undo-recovery";

export const POST = route(RunId, (rt, actor, input) => undoRecovery(rt, actor, input));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
