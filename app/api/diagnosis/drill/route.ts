import * as z from "zod";
import { DrillInput } from "@/lib/diagnosis/drill-schema";
import { saidDrills } from "@/lib/diagnosis/drill-words";
import { endOverdueDrills } from "@/lib/diagnosis/end-drill";
import { listDrills } from "@/lib/diagnosis/list-drills";
import { runDrill } from "@/lib/diagnosis/run-drill";
import { localeOf } from "@/lib/http/respond";
import { route } from "@/lib/http/route";
import { nudged } from "@/lib/http/ticker";

type Handler = ReturnType<typeof route>;

export const GET: Handler = (request, context) =>
  route(z.strictObject({}), async (rt, actor) => {
    await endOverdueDrills(rt);
    return saidDrills(await listDrills(rt, actor), localeOf(request));
  })(request, context);

export const POST: Handler = (request, context) =>
  route(DrillInput, async (rt, actor, input) =>
    saidDrills(await nudged(runDrill)(rt, actor, input), localeOf(request)),
  )(request, context);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
