import { SendInput } from "@/lib/deliveries/schema";
import { sendNow } from "@/lib/dispatch/send-now";
import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";

export const POST = route(SendInput, nudged(sendNow), 201);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
