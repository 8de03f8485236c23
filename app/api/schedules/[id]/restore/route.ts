import { route } from "@/lib/http/route";
import { IdInput } from "@/lib/schedules/list-schema";
import { restoreSchedule } from "@/lib/schedules/restore-schedule";

export const POST = route(IdInput, restoreSchedule);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
