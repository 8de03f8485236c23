import { exportCustomers } from "@/lib/customers/export-customers";
import { CustomerExport } from "@/lib/customers/export-schema";
import { AppError } from "@/lib/errors";
import { readQuery } from "@/lib/http/read-query";
import { actorOf, localeOf, refuse } from "@/lib/http/respond";
import { issuesOf } from "@/lib/http/zod-issues";
import { wordsIn } from "@/lib/i18n/catalogue";
import { runtime } from "@/lib/wiring";

export const dynamic = "force-dynamic";

/** A file rather than JSON, sent while it is read. */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const parsed = CustomerExport.safeParse(readQuery(request), { reportInput: true });
    if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error) });
    const t = wordsIn(localeOf(request), "customers");
    const { body, name, type } = await exportCustomers(runtime(), actor, parsed.data, {
      title: (column) => t(`fields.${column}`),
      yes: t("export.yes"),
      no: t("export.no"),
    });
    const headers = {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    };
    return new Response(body instanceof ReadableStream ? body : new Uint8Array(body), { headers });
  } catch (error) {
    return refuse(request, error);
  }
}

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
