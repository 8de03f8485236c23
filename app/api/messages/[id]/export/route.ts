import { layerOfRecipient } from "@/lib/diagnosis/of-reason";
import { downloadRoute } from "@/lib/http/download-route";
import { sayReason } from "@/lib/http/error-text";
import { wordsIn } from "@/lib/i18n/catalogue";
import { exportRecipients } from "@/lib/messages/export-recipients";
import { ExportQuery } from "@/lib/messages/list-schema";

export const dynamic = "force-dynamic";

export const GET = downloadRoute(ExportQuery, (rt, actor, input, locale) => {
  const t = wordsIn(locale, "recipientFile");
  const x = wordsIn(locale, "xray");
  return exportRecipients(rt, actor, input, {
    title: (column) => t(`columns.${column}`),
    channel: (channel) => t(`channel.${channel}`),
    status: (status) => t(`status.${status}`),
    layer: (one) => {
      const layer = layerOfRecipient(one);
      return layer === null ? "" : x(`layers.${layer}`);
    },
    reason: (code) => sayReason(locale, code),
  });
});

export {
  noSuchRoute as DELETE,
  noSuchRoute as PATCH,
  noSuchRoute as POST,
  noSuchRoute as PUT,
} from "@/lib/http/no-such-route";
