import { route } from "@/lib/http/route";
import { endSession } from "@/lib/orgs/end-session";
import { BySessionId } from "@/lib/orgs/schema";

export const DELETE = route(BySessionId, endSession);

export {
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
