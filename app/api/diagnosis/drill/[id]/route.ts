import { DrillEnd } from "@/lib/diagnosis/drill-schema";
import { saidDrills } from "@/lib/diagnosis/drill-words";
import { endDrill } from "@/lib/diagnosis/end-drill";
import { localeOf } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";

export const DELETE: ReturnType<typeof route> = (request, context) =>
  route(DrillEnd, async (rt, actor, input) => saidDrills(await nudged(endDrill)(rt, actor, input), localeOf(request)))(
    request,
    context,
  );

export {
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
