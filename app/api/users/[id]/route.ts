import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { changeUser } from "@/lib/orgs/change-user";
import { getUser } from "@/lib/orgs/people-queries";
import { ById, UserChange } from "@/lib/orgs/schema";

export const GET = route(ById, (rt, actor, { id }) => getUser(rt.db, scopeOf(actor), id));
export const PUT = route(UserChange, changeUser);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
