import { route } from "@/lib/http/route";
import { decideDifference } from "@/lib/reconcile/decide-difference";
import { DecideDifference } from "@/lib/reconcile/schema";

export const POST = route(DecideDifference, decideDifference);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
