import { OneOptOut } from "@/lib/customers/opt-out-schema";
import { restoreOptOut } from "@/lib/customers/restore-opt-out";
import { route } from "@/lib/http/route";

export const POST = route(OneOptOut, restoreOptOut, 204);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
