import { messageRoute } from "@/lib/http/message-route";
import { previewMessage } from "@/lib/messages/preview-message";

export const POST = messageRoute(previewMessage, { status: 200, invalidStatus: 422 });

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
