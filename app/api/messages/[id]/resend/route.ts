import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";
import { ResendInput } from "@/lib/messages/list-schema";
import { resendFailed } from "@/lib/messages/resend-failed";

export const POST = route(ResendInput, nudged(resendFailed));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
