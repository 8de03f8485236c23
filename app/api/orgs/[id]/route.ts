import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { changeOrg } from "@/lib/orgs/change-org";
import { getOrg } from "@/lib/orgs/queries";
import { removeOrg } from "@/lib/orgs/remove-org";
import { ById, OrgChange } from "@/lib/orgs/schema";

export const GET = route(ById, (rt, actor, { id }) => getOrg(rt.db, scopeOf(actor), id));
export const PUT = route(OrgChange, changeOrg);
export const DELETE = route(ById, removeOrg);

export { noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
