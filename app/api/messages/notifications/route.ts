import { route } from "@/lib/http/route";
import { NotificationFilter } from "@/lib/messages/list-schema";
import { listNotifications } from "@/lib/messages/notification-queries";

export const GET = route(NotificationFilter, (rt, actor, filter) => listNotifications(rt.db, actor, filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
