import { FindInput } from "@/lib/diagnosis/find-schema";
import { findStuck } from "@/lib/diagnosis/find-stuck";
import { saidResult } from "@/lib/diagnosis/find-words";
import { localeOf } from "@/lib/http/respond";
import { route } from "@/lib/http/route";

/** Asked by POST though it only reads: a number in an address would be kept by every log on the way. */
export const POST: ReturnType<typeof route> = (request, context) =>
  route(FindInput, async (rt, actor, input) => saidResult(await findStuck(rt, actor, input), localeOf(request)))(
    request,
    context,
  );

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
