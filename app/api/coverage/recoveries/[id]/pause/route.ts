import { route } from "@/lib/http/route";
import { pauseRecovery } from "@/lib/recovery/pause-recovery";
import { RunId } from "@/lib/recovery/schema";

export const POST = route(RunId, pauseRecovery);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
