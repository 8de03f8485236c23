import { countedBody } from "@/lib/customers/open-upload";
import { CSV_MAX_BYTES } from "@/lib/customers/upload-limits";
import { invalid } from "@/lib/errors";
import { importHistory } from "@/lib/history/import-history";
import { openHistory } from "@/lib/history/open-history";
import { HistoryQuery } from "@/lib/history/schema";
import { uploadRoute } from "@/lib/http/upload-route";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = uploadRoute(HistoryQuery, (rt, actor, { kind, tenant, ...order }, { headers, body, fileName }) => {
  if (!body) throw invalid("file", "importEmpty");
  const length = Number(headers.get("content-length") ?? Number.NaN);
  const declared = Number.isSafeInteger(length) && length >= 0 ? length : null;
  const bytes = countedBody(body, declared, () => CSV_MAX_BYTES);
  return importHistory(rt, actor, { ...order, fileName, tenantCode: tenant ?? null }, openHistory(bytes, kind));
});

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
