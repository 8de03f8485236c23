import { scopeOf } from "@/lib/access/scope";
import { getLogDetail } from "@/lib/deliveries/detail-queries";
import { LogId } from "@/lib/deliveries/schema";
import { route } from "@/lib/http/route";

export const GET = route(LogId, (rt, actor, { id }) => getLogDetail(rt.db, scopeOf(actor), id));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
