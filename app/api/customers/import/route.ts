import type { ImportField } from "@/lib/customers/import-columns";
import { importCustomers } from "@/lib/customers/import-customers";
import { ImportQuery } from "@/lib/customers/import-schema";
import { openUpload } from "@/lib/customers/open-upload";
import { uploadRoute } from "@/lib/http/upload-route";
import { wordsIn } from "@/lib/i18n/catalogue";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = uploadRoute(ImportQuery, (rt, actor, query, upload) => {
  const t = wordsIn(upload.locale, "customers");
  const nameOf = (field: ImportField) => t(`fields.${field}`);
  const { orgId = actor.org.id, execute, columns, head } = query;
  const order = { orgId, execute, columns, hasHead: head, fileName: upload.fileName, nameOf };
  return importCustomers(rt, actor, order, openUpload(upload));
});

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
