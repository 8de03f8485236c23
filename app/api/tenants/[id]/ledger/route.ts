import { route } from "@/lib/http/route";
import { listLedger } from "@/lib/tenants/ledger-queries";
import { tenantViewOf } from "@/lib/tenants/queries";
import { LedgerFilter } from "@/lib/tenants/schema";

export const GET = route(LedgerFilter, async (rt, actor, filter) =>
  listLedger(rt.db, await tenantViewOf(rt.db, actor), filter, await rt.clock()),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
