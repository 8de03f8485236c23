import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { MessageFilter } from "@/lib/messages/list-schema";
import { listMessages } from "@/lib/messages/queries";

export const GET = route(MessageFilter, (rt, actor, filter) =>
  listMessages(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, filter),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
