import { route } from "@/lib/http/route";
import { revokeToken } from "@/lib/orgs/revoke-token";
import { ById } from "@/lib/orgs/schema";

export const DELETE = route(ById, revokeToken);

export {
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
