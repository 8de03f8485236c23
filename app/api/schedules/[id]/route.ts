import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { deleteSchedule } from "@/lib/schedules/delete-schedule";
import { DeleteInput, IdInput } from "@/lib/schedules/list-schema";
import { getSchedule } from "@/lib/schedules/queries";
import { saveSchedule } from "@/lib/schedules/save-schedule";
import { ScheduleUpdate } from "@/lib/schedules/update-schema";

export const GET = route(IdInput, (rt, actor, { id }) => getSchedule(rt.db, scopeOf(actor), id));
export const PUT = route(ScheduleUpdate, saveSchedule);
export const DELETE = route(DeleteInput, deleteSchedule);

export { noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
