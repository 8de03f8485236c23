import { BellOff, CircleCheck } from "lucide-react";
import { ButtonLink } from "@/components/ui/button";
import { StateBlock } from "@/components/ui/states";
import { Card, CardHead } from "@/components/ui/surface";
import { Tag } from "@/components/ui/tag";
import type { AlertDto } from "@/lib/alerts/queries";
import { sayAlert } from "@/lib/alerts/say-alert";
import { conditionOfAlert } from "@/lib/diagnosis/alert-conditions";
import { requestLocale, words } from "@/lib/i18n/words";
import { formatExact, formatWhen } from "@/lib/time/format";
import { AlertGlyph } from "./alert-looks";
import { MuteMenu } from "./mute-menu";
import { toldWords } from "./told-words";

type Props = { alerts: readonly AlertDto[]; now: Date; mayMute: boolean; hasWebhook: boolean };

/** What is wrong right now, the most pressing first, each with its next step. */
export async function AlertList({ alerts, now, mayMute, hasWebhook }: Props) {
  const [t, x, locale] = await Promise.all([words("alerts"), words("xray"), requestLocale()]);
  const when = (iso: string) => formatWhen(new Date(iso), now, locale);
  return (
    <Card aria-labelledby="alerts-now">
      <CardHead id="alerts-now" title={t("now")} />
      {alerts.length === 0 ? (
        <StateBlock icon={<CircleCheck aria-hidden />} title={t("nowNone")} heading="h3">
          {t("nowNoneWhy")}
        </StateBlock>
      ) : (
        <ul>
          {alerts.map((alert) => {
            const { title, text } = sayAlert(locale, alert.kind, alert.facts);
            const layer = conditionOfAlert(alert.kind, alert.facts)?.layer;
            const told = hasWebhook ? toldWords(t, alert, when) : null;
            return (
              <li
                key={alert.id}
                id={`alert-${alert.id}`}
                className="flex items-start gap-3 border-line border-b px-4 py-3 last:border-b-0 max-md:flex-wrap"
              >
                <AlertGlyph kind={alert.kind} />
                <div className="min-w-0 grow max-md:w-[calc(100%-44px)]">
                  <h3 className="font-semibold text-base">{title}</h3>
                  <p className="text-ink-2 text-sm">{text}</p>
                  <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink-3 text-xs">
                    {layer && <Tag>{x(`layers.${layer}`)}</Tag>}
                    <time dateTime={alert.since} title={formatExact(new Date(alert.since), locale)}>
                      {t("since", { when: when(alert.since) })}
                    </time>
                    {alert.count > 1 && <span>{t("times", { count: alert.count })}</span>}
                    {told && <span>{told}</span>}
                    {alert.state === "muted" && alert.mutedUntil && (
                      <Tag>
                        <BellOff aria-hidden />
                        {t("state.muted", { until: when(alert.mutedUntil) })}
                      </Tag>
                    )}
                  </p>
                </div>
                <div className="flex items-center gap-2 max-md:ms-11 max-md:w-[calc(100%-44px)]">
                  <ButtonLink href={alert.href} prefetch={false} size="sm" className="max-md:grow">
                    {t(`open.${alert.kind}`)}
                  </ButtonLink>
                  <MuteMenu
                    id={alert.id}
                    title={title}
                    isMuted={alert.state === "muted"}
                    mayMute={mayMute}
                    now={now.toISOString()}
                  />
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
