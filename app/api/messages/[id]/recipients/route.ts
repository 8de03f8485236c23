import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { RecipientFilter } from "@/lib/messages/list-schema";
import { listRecipients } from "@/lib/messages/recipient-queries";

export const GET = route(RecipientFilter, (rt, actor, filter) =>
  listRecipients(rt.db, scopeOf(actor), rt.env.LOOKUP_KEY, filter),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
