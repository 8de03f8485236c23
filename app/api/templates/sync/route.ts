import * as z from "zod";
import { route } from "@/lib/http/route";
import { syncTemplates } from "@/lib/tenants/sync-templates";

const Sync = z.strictObject({ tenantId: z.int({ error: "badValue" }).positive({ error: "badValue" }) });
export const POST = route(Sync, syncTemplates);

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
