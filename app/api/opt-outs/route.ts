import { addOptOut } from "@/lib/customers/add-opt-out";
import { listOptOuts } from "@/lib/customers/opt-out-queries";
import { OptOutInput, OptOutQuery } from "@/lib/customers/opt-out-schema";
import { route } from "@/lib/http/route";

export const GET = route(OptOutQuery, (rt, actor, query) => listOptOuts(rt.db, actor, rt.env.LOOKUP_KEY, query));
export const POST = route(OptOutInput, addOptOut, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
