import { downloadRoute } from "@/lib/http/download-route";
import { logFileWords } from "@/lib/http/log-file-words";
import { exportRoomLogs } from "@/lib/messages/export-logs";
import { LogExport } from "@/lib/messages/export-logs-schema";

export const dynamic = "force-dynamic";

export const GET = downloadRoute(LogExport, (rt, actor, input, locale) =>
  exportRoomLogs(rt, actor, input, logFileWords(locale)),
);

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
