import { scopeOf } from "@/lib/access/scope";
import { getLog } from "@/lib/deliveries/queries";
import { LogId } from "@/lib/deliveries/schema";
import { route } from "@/lib/http/route";

export const GET = route(LogId, (rt, actor, { id }) => getLog(rt.db, scopeOf(actor), id));
