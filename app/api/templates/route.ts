import { route } from "@/lib/http/route";
import { TemplateFilter, TemplateInput } from "@/lib/schedules/list-schema";
import { saveTemplate } from "@/lib/schedules/save-template";
import { listTemplates } from "@/lib/schedules/template-queries";

export const GET = route(TemplateFilter, (rt, actor, filter) => listTemplates(rt.db, actor, filter));
export const POST = route(TemplateInput, saveTemplate, 201);

export { noSuchRoute as DELETE, noSuchRoute as PATCH, noSuchRoute as PUT } from "@/lib/http/no-such-route";
