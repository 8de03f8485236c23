import { downloadRoute } from "@/lib/http/download-route";
import { scanReport } from "@/lib/image-sync/scan-report";
import { ReportInput } from "@/lib/image-sync/schema";

export const dynamic = "force-dynamic";

export const GET = downloadRoute(ReportInput, scanReport);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
