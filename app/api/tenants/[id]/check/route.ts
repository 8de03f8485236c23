import { route } from "@/lib/http/route";
import { checkConnection } from "@/lib/tenants/check-connection";
import { OneTenant } from "@/lib/tenants/schema";

export const POST = route(OneTenant, checkConnection);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
