import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { listLedger } from "@/lib/messages/ledger-queries";
import { LedgerFilter } from "@/lib/messages/ledger-schema";

export const GET = route(LedgerFilter, (rt, actor, filter) =>
  listLedger(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, filter),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
