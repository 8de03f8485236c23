import { route } from "@/lib/http/route";
import { getRun } from "@/lib/image-sync/queries";
import { SyncRunId } from "@/lib/image-sync/schema";

export const GET = route(SyncRunId, (rt, actor, { id }) => getRun(rt, actor, id));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
