import { route } from "@/lib/http/route";
import { deleteTemplate } from "@/lib/schedules/delete-template";
import { IdInput, TemplateUpdate } from "@/lib/schedules/list-schema";
import { saveTemplate } from "@/lib/schedules/save-template";

export const PUT = route(TemplateUpdate, saveTemplate);
export const DELETE = route(IdInput, deleteTemplate);

export { noSuchRoute as GET, noSuchRoute as PATCH, noSuchRoute as POST } from "@/lib/http/no-such-route";
