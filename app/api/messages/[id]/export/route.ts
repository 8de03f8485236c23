import { AppError } from "@/lib/errors";
import { sayReason } from "@/lib/http/error-text";
import { readQuery } from "@/lib/http/read-query";
import { actorOf, localeOf, refuse } from "@/lib/http/respond";
import { issuesOf } from "@/lib/http/zod-issues";
import { wordsIn } from "@/lib/i18n/catalogue";
import { exportRecipients } from "@/lib/messages/export-recipients";
import { ExportQuery, MessageId } from "@/lib/messages/list-schema";
import { runtime } from "@/lib/wiring";

export const dynamic = "force-dynamic";

/** A file rather than JSON, sent while it is read. */
export async function GET(request: Request, context: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const place = MessageId.safeParse(await context.params);
    if (!place.success) throw new AppError("not_found");
    const parsed = ExportQuery.safeParse({ ...readQuery(request), ...(await context.params) }, { reportInput: true });
    if (!parsed.success) throw new AppError("invalid", { issues: issuesOf(parsed.error) });
    const locale = localeOf(request);
    const t = wordsIn(locale, "recipientFile");
    const { body, name, type } = await exportRecipients(runtime(), actor, parsed.data, {
      title: (column) => t(`columns.${column}`),
      channel: (channel) => t(`channel.${channel}`),
      status: (status) => t(`status.${status}`),
      reason: (code) => sayReason(locale, code),
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
