import { liftOptOut } from "@/lib/customers/lift-opt-out";
import { OneOptOut } from "@/lib/customers/opt-out-schema";
import { route } from "@/lib/http/route";

export const DELETE = route(OneOptOut, liftOptOut);

export {
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
