import { scopeOf } from "@/lib/access/scope";
import { listGaps } from "@/lib/coverage/gap-queries";
import { GapFilter } from "@/lib/coverage/schema";
import { route } from "@/lib/http/route";

export const GET = route(GapFilter, async (rt, actor, filter) =>
  listGaps(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, filter, await rt.clock()),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
