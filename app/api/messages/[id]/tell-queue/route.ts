import { tellQueueAgain } from "@/lib/batches/tell-queue-again";
import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";
import { MessageId } from "@/lib/messages/list-schema";

export const POST = route(MessageId, nudged(tellQueueAgain));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
