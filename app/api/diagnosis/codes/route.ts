import { CodeFilter, findCodes } from "@/lib/diagnosis/codes-find";
import { localeOf } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

/** `?q=&layer=&kind=&code=` → every code that fits, with its meaning in the language asked for. */
export const GET: ReturnType<typeof route> = (request, context) =>
  route(CodeFilter, async (_rt, _actor, filter) => findCodes(filter, localeOf(request)))(request, context);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
