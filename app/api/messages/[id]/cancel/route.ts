import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";
import { cancelMessage } from "@/lib/messages/cancel-message";
import { MessageId } from "@/lib/messages/list-schema";

export const POST = route(MessageId, nudged(cancelMessage));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
