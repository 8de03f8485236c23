import { route } from "@/lib/http/route";
import { resumeTenant } from "@/lib/tenants/resume-tenant";
import { OneTenant } from "@/lib/tenants/schema";

export const POST = route(OneTenant, resumeTenant);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
