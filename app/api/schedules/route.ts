import { scopeOf } from "@/lib/access/scope";
import { route } from "@/lib/http/route";
import { ScheduleFilter } from "@/lib/schedules/list-schema";
import { schedulePage } from "@/lib/schedules/page-queries";
import { saveSchedule } from "@/lib/schedules/save-schedule";
import { ScheduleInput } from "@/lib/schedules/schema";

export const GET = route(ScheduleFilter, async (rt, actor, filter) =>
  schedulePage(rt.db, scopeOf(actor), { ...filter, mbId: actor.mbId, now: await rt.clock() }),
);
export const POST = route(ScheduleInput, saveSchedule, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
