import { route } from "@/lib/http/route";
import { chargeCredit } from "@/lib/tenants/charge-credit";
import { CreditEntry } from "@/lib/tenants/schema";

export const POST = route(CreditEntry, chargeCredit);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
