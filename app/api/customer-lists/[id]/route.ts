import { scopeOf } from "@/lib/access/scope";
import { deleteList } from "@/lib/customers/delete-list";
import { getList } from "@/lib/customers/list-queries";
import { ListUpdate, OneList } from "@/lib/customers/list-schema";
import { updateList } from "@/lib/customers/save-list";
import { route } from "@/lib/http/route";

export const GET = route(OneList, (rt, actor, { id }) => getList(rt.db, scopeOf(actor), id));
export const PUT = route(ListUpdate, updateList);
export const DELETE = route(OneList, deleteList);

export { noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
