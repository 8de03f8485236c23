import type { ImportField } from "@/lib/customers/import-columns";
import { importOptOuts } from "@/lib/customers/import-opt-outs";
import { openUpload } from "@/lib/customers/open-upload";
import { OptOutImport } from "@/lib/customers/opt-out-schema";
import { uploadRoute } from "@/lib/http/upload-route";
import { wordsIn } from "@/lib/i18n/catalogue";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = uploadRoute(OptOutImport, (rt, actor, query, upload) => {
  const t = wordsIn(upload.locale, "customers");
  const nameOf = (field: ImportField) => t(`fields.${field}`);
  return importOptOuts(rt, actor, { ...query, nameOf }, openUpload(upload));
});

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
