import { scopeOf } from "@/lib/access/scope";
import { listScheduleLogs } from "@/lib/deliveries/queries";
import { ScheduleLogFilter } from "@/lib/deliveries/schema";
import { route } from "@/lib/http/route";

export const GET = route(ScheduleLogFilter, (rt, actor, filter) => listScheduleLogs(rt.db, scopeOf(actor), filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
