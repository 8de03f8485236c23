import { scopeOf } from "@/lib/access/scope";
import { listLogs } from "@/lib/deliveries/queries";
import { LogFilter } from "@/lib/deliveries/schema";
import { route } from "@/lib/http/route";

export const GET = route(LogFilter, (rt, actor, filter) => listLogs(rt.db, scopeOf(actor), filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
