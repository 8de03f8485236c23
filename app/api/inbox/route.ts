import { route } from "@/lib/http/route";
import { inboxOf } from "@/lib/inbox/queries";
import { Nothing } from "@/lib/orgs/schema";

export const GET = route(Nothing, async (rt, actor) => inboxOf(rt.db, actor, await rt.clock()));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
