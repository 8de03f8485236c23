import { route } from "@/lib/http/route";
import { markSeen } from "@/lib/inbox/mark-seen";
import { InboxSeenInput } from "@/lib/inbox/settings";

export const POST = route(InboxSeenInput, markSeen, 204);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
