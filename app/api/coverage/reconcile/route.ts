import { route } from "@/lib/http/route";
import { reconcileNow } from "@/lib/reconcile/reconcile-now";
import { ReconcileInput } from "@/lib/reconcile/schema";

export const POST = route(ReconcileInput, reconcileNow);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
