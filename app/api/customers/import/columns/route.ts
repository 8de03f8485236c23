import { ColumnsQuery } from "@/lib/customers/import-schema";
import { openUpload } from "@/lib/customers/open-upload";
import { readColumns } from "@/lib/customers/read-columns";
import { uploadRoute } from "@/lib/http/upload-route";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = uploadRoute(ColumnsQuery, (_rt, actor, _query, upload) => readColumns(actor, openUpload(upload)));

export {
  noSuchRoute as DELETE,
  noSuchRoute as GET,
  noSuchRoute as PATCH,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
