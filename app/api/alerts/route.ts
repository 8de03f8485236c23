import { listAlerts } from "@/lib/alerts/queries";
import { NoInput } from "@/lib/alerts/schema";
import { route } from "@/lib/http/route";
import { botViewOf } from "@/lib/rooms/bot-queries";

export const GET = route(NoInput, (rt, actor) => listAlerts(rt.db, botViewOf(actor)));

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
