import { route } from "@/lib/http/route";
import { ToggleInput } from "@/lib/schedules/list-schema";
import { toggleSchedule } from "@/lib/schedules/toggle-schedule";

export const POST = route(ToggleInput, toggleSchedule);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
