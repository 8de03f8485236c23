import { downloadRoute } from "@/lib/http/download-route";
import { logFileWords } from "@/lib/http/log-file-words";
import { exportPhoneLogs } from "@/lib/messages/export-logs";
import { MessageExport } from "@/lib/messages/export-logs-schema";

export const dynamic = "force-dynamic";

export const GET = downloadRoute(MessageExport, (rt, actor, input, locale) =>
  exportPhoneLogs(rt, actor, input, logFileWords(locale)),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
