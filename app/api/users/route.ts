import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { createUser } from "@/lib/orgs/create-user";
import { listUsers } from "@/lib/orgs/people-queries";
import { UserFilter, UserInput } from "@/lib/orgs/schema";

export const GET = route(UserFilter, (rt, actor, filter) => listUsers(rt.db, scopeOf(actor), filter));
export const POST = route(UserInput, createUser, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
