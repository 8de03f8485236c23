import { route } from "@/lib/http/route";
import { pauseRun } from "@/lib/image-sync/pause-run";
import { SyncRunId } from "@/lib/image-sync/schema";

export const POST = route(SyncRunId, pauseRun);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
