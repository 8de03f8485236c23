import { route } from "@/lib/http/route";
import { whoAmI } from "@/lib/orgs/people-queries";
import { Nothing } from "@/lib/orgs/schema";

export const GET = route(Nothing, (rt, actor) => whoAmI(rt.db, actor));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
