import { scopeOf } from "@/lib/access/scope";
import { deleteCustomer } from "@/lib/customers/delete-customer";
import { getCustomer } from "@/lib/customers/queries";
import { CustomerDelete, CustomerUpdate, OneCustomer } from "@/lib/customers/schema";
import { updateCustomer } from "@/lib/customers/update-customer";
import { route } from "@/lib/http/route";

export const GET = route(OneCustomer, (rt, actor, { id }) => getCustomer(rt.db, scopeOf(actor), id));
export const PUT = route(CustomerUpdate, updateCustomer);
export const DELETE = route(CustomerDelete, deleteCustomer);

export { noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
