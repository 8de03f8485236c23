import { messageRoute } from "@/lib/http/message-route";
import { nudged } from "@/lib/http/ticker";
import { sendMessage } from "@/lib/messages/send-message";

export const POST = messageRoute(nudged(sendMessage), { status: 202, invalidStatus: 400 });

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
