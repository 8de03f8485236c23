import { scopeOf } from "@/lib/access/scope";
import { createCustomer } from "@/lib/customers/create-customer";
import { CustomerListQuery } from "@/lib/customers/filter-schema";
import { CustomerInput } from "@/lib/customers/input-schema";
import { listCustomers } from "@/lib/customers/queries";
import { route } from "@/lib/http/route";

export const GET = route(CustomerListQuery, (rt, actor, query) =>
  listCustomers(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, query),
);
export const POST = route(CustomerInput, createCustomer, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
