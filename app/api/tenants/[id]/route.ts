import { route } from "@/lib/http/route";
import { getTenant, tenantViewOf } from "@/lib/tenants/queries";
import { OneTenant, TenantUpdate } from "@/lib/tenants/schema";
import { updateTenant } from "@/lib/tenants/update-tenant";

export const GET = route(OneTenant, async (rt, actor, { id }) =>
  getTenant(rt.db, await tenantViewOf(rt.db, actor), id, await rt.clock()),
);
export const PUT = route(TenantUpdate, updateTenant);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
} from "@/lib/http/no-such-route";
