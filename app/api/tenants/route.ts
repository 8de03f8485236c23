import { route } from "@/lib/http/route";
import { createTenant } from "@/lib/tenants/create-tenant";
import { TenantInput } from "@/lib/tenants/input-schema";
import { listTenants, tenantViewOf } from "@/lib/tenants/queries";
import { TenantFilter } from "@/lib/tenants/schema";

export const GET = route(TenantFilter, async (rt, actor, filter) =>
  listTenants(rt.db, await tenantViewOf(rt.db, actor), filter, await rt.clock()),
);
export const POST = route(TenantInput, createTenant, 201);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
