import { History } from "lucide-react";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AlertDto } from "@/lib/alerts/queries";
import { sayAlert } from "@/lib/alerts/say-alert";
import { requestLocale, words } from "@/lib/i18n/words";
import { formatExact, formatWhen } from "@/lib/time/format";

/** What was wrong and is no more: when, how long, how often. */
export async function PastAlerts({ alerts, now }: { alerts: readonly AlertDto[]; now: Date }) {
  const [t, locale] = await Promise.all([words("alerts"), requestLocale()]);
  const moment = (iso: string) => (
    <time dateTime={iso} title={formatExact(new Date(iso), locale)}>
      {formatWhen(new Date(iso), now, locale)}
    </time>
  );
  return (
    <Card aria-labelledby="alerts-past">
      <CardHead
        id="alerts-past"
        title={t("past")}
        note={alerts.length > 0 && t("pastNote", { count: alerts.length })}
      />
      {alerts.length === 0 ? (
        <StateBlock icon={<History aria-hidden />} title={t("pastNone")} heading="h3">
          {t("pastNoneWhy")}
        </StateBlock>
      ) : (
        <Table label={t("past")}>
          <thead>
            <tr>
              <Th>{t("columns.alert")}</Th>
              <Th>{t("columns.since")}</Th>
              <Th>{t("columns.ended")}</Th>
              <Th>{t("columns.lasted")}</Th>
              <Th num>{t("columns.count")}</Th>
            </tr>
          </thead>
          <tbody>
            {alerts.map((alert) => {
              const minutes = Math.max(1, Math.round((Date.parse(alert.lastAt) - Date.parse(alert.since)) / 60_000));
              return (
                <Tr key={alert.id}>
                  <Td lead full className="whitespace-normal">
                    {sayAlert(locale, alert.kind, alert.facts).title}
                  </Td>
                  <Td label={t("columns.since")} full className="text-ink-2">
                    {moment(alert.since)}
                  </Td>
                  <Td label={t("columns.ended")} full className="text-ink-2">
                    {moment(alert.lastAt)}
                  </Td>
                  <Td label={t("columns.lasted")} className="text-ink-2">
                    {t("duration", { hours: Math.floor(minutes / 60), minutes: minutes % 60 })}
                  </Td>
                  <Td num label={t("columns.count")} className="text-ink-2">
                    {t("timesAll", { count: alert.count })}
                  </Td>
                </Tr>
              );
            })}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
