import { scopeOf } from "@/lib/access/scope";
import { forecastAll } from "@/lib/dispatch/forecast-queries";
import { ForecastFilter } from "@/lib/dispatch/forecast-schema";
import { route } from "@/lib/http/route";

export const GET = route(ForecastFilter, (rt, actor, filter) => forecastAll(rt, scopeOf(actor), filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
