import { scopeOf } from "@/lib/access/scope";
import { listLists } from "@/lib/customers/list-queries";
import { ListInput, ListQuery } from "@/lib/customers/list-schema";
import { createList } from "@/lib/customers/save-list";
import { route } from "@/lib/http/route";

export const GET = route(ListQuery, (rt, actor) => listLists(rt.db, scopeOf(actor)));
export const POST = route(ListInput, createList, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
