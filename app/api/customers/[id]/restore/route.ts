import { restoreCustomer } from "@/lib/customers/restore-customer";
import { OneCustomer } from "@/lib/customers/schema";
import { route } from "@/lib/http/route";

export const POST = route(OneCustomer, restoreCustomer);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
