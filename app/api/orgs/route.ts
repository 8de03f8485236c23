import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { createOrg } from "@/lib/orgs/create-org";
import { listOrgs } from "@/lib/orgs/queries";
import { OrgFilter, OrgInput } from "@/lib/orgs/schema";

export const GET = route(OrgFilter, (rt, actor, filter) => listOrgs(rt.db, scopeOf(actor), filter));
export const POST = route(OrgInput, createOrg, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
