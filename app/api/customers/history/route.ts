import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { historyOfNumber, NumberHistoryFilter } from "@/lib/messages/customer-history";

export const GET = route(NumberHistoryFilter, (rt, actor, filter) =>
  historyOfNumber(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, filter),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
