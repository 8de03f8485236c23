import { mayEver } from "@/lib/access/can";
import { OptOutSync } from "@/lib/customers/opt-out-schema";
import { optOutTenant } from "@/lib/customers/opt-out-tenant";
import { syncOptOuts } from "@/lib/customers/sync-opt-outs";
import { AppError } from "@/lib/errors";
import { route } from "@/lib/http/route";

export const POST = route(OptOutSync, async (rt, actor, { tenantId }) => {
  if (!mayEver(actor, "customer.write")) throw new AppError("forbidden");
  return syncOptOuts(rt, actor, [await optOutTenant(rt.db, actor, tenantId)]);
});

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
