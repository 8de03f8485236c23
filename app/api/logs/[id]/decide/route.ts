import { DecideInput } from "@/lib/deliveries/schema";
import { decideLog } from "@/lib/dispatch/decide-log";
import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";

export const POST = route(DecideInput, nudged(decideLog));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
