import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { CustomerHistoryFilter, historyOfCustomer } from "@/lib/messages/customer-history";

export const GET = route(CustomerHistoryFilter, (rt, actor, filter) =>
  historyOfCustomer(rt.db, scopeOf(actor), filter),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
