import { route } from "@/lib/http/route";
import { getRun } from "@/lib/recovery/queries";
import { RunId } from "@/lib/recovery/schema";

export const GET = route(RunId, (rt, actor, { id }) => getRun(rt.db, actor, id));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
