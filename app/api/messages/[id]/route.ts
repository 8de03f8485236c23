import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { MessageId } from "@/lib/messages/list-schema";
import { getMessage } from "@/lib/messages/queries";

export const GET = route(MessageId, (rt, actor, { id }) => getMessage(rt.db, scopeOf(actor), id));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
