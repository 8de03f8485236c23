import { scopeOf } from "@/lib/access/scope";
import { forecastSchedule } from "@/lib/dispatch/forecast-queries";
import { ScheduleForecastFilter } from "@/lib/dispatch/forecast-schema";
import { route } from "@/lib/http/route";

export const GET = route(ScheduleForecastFilter, (rt, actor, filter) => forecastSchedule(rt, scopeOf(actor), filter));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
