import { route } from "@/lib/http/route";
import { IdInput } from "@/lib/schedules/list-schema";
import { restoreSchedule } from "@/lib/schedules/restore-schedule";

export const POST = route(IdInput, restoreSchedule);
