import { scopeOf } from "@/lib/access/scope";
import { readTrend } from "@/lib/coverage/queries";
import { TrendFilter } from "@/lib/coverage/schema";
import { route } from "@/lib/http/route";

export const GET = route(TrendFilter, async (rt, actor, filter) =>
  readTrend(rt.db, scopeOf(actor), filter, await rt.clock()),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
