import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { listDifferences } from "@/lib/reconcile/queries";
import { DifferenceFilter } from "@/lib/reconcile/schema";

export const GET = route(DifferenceFilter, (rt, actor, filter) => listDifferences(rt.db, scopeOf(actor), filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
