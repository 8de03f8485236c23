import { route } from "@/lib/http/route";
import { listRunMessages } from "@/lib/recovery/queries";
import { RunMessagesFilter } from "@/lib/recovery/schema";

export const GET = route(RunMessagesFilter, (rt, actor, filter) => listRunMessages(rt.db, actor, filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
