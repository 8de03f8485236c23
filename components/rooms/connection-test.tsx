"use client";
import { Check, RefreshCw, TriangleAlert, X } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { BotDto } from "@/lib/rooms/bot-queries";
import { formatDateTime } from "@/lib/time/format";
import { gatewayReasons } from "@/lib/transports/port";

type Finding = { family: "is-arrived" | "is-failed" | "is-deferred"; title: string; why: string };
const ICON = { "is-arrived": Check, "is-failed": X, "is-deferred": TriangleAlert };

/** Why a bot can't be used, by the reason its knock ended with. */
function unwell(detail: string, t: ReturnType<typeof useTranslations<"rooms.probe">>): Omit<Finding, "family"> {
  const reason = gatewayReasons.find((one) => detail === one || detail.startsWith(`${one}:`));
  const said = { detail: reason ? detail.slice(reason.length).replace(/^: /, "") : detail };
  if (reason === "auth_failed") return { title: t("wrongSecret"), why: t("wrongSecretWhy", said) };
  if (reason === "gateway_refused") return { title: t("otherAnswer"), why: t("otherAnswerWhy", said) };
  return { title: t("notReached"), why: detail };
}

/** What the last knock found out, and another one. Nothing is sent to the room. */
export function ConnectionTest({
  bot,
  mayProbe,
  busy,
  onProbe,
}: {
  bot: BotDto;
  mayProbe: boolean;
  busy: boolean;
  onProbe: () => void;
}) {
  const t = useTranslations("rooms.probe");
  const locale = useLocale();
  const { health } = bot;
  const findings: Finding[] = [];
  if (health?.ok)
    findings.push({ family: "is-arrived", title: t("reached"), why: t("reachedWhy", { ms: health.latencyMs ?? 0 }) });
  if (health && !health.ok) findings.push({ family: "is-failed", ...unwell(health.detail ?? "", t) });
  findings.push(
    bot.status === "approved"
      ? { family: "is-arrived", title: t("approved"), why: t("approvedWhy", { device: bot.deviceId }) }
      : { family: "is-failed", title: t("notApproved"), why: t("notApprovedWhy") },
  );
  if (health?.ok) findings.push({ family: "is-deferred", title: t("delivery"), why: t("deliveryWhy") });
  return (
    <section aria-labelledby="connection-test" className="grid content-start gap-1">
      <div className="flex items-center justify-between gap-2">
        <h3 id="connection-test" className="font-semibold text-base">
          {t("title")}
        </h3>
        <Badge kind={health ? (health.ok ? "arrived" : "failed") : "unreached"}>
          {t(health ? (health.ok ? "passed" : "failed") : "untested")}
        </Badge>
      </div>
      <p className="text-ink-3 text-xs">
        {health ? t("foot", { when: formatDateTime(new Date(health.at), locale) }) : t("never")}
      </p>
      <ol className="mt-1 mb-2 text-sm">
        {findings.map(({ family, title, why }) => {
          const Icon = ICON[family];
          return (
            <li
              key={title}
              className={cn("grid grid-cols-[16px_1fr] gap-x-2 border-line border-t py-2 first:border-t-0", family)}
            >
              <Icon className="mt-1 size-3.5 text-(--c)" aria-hidden />
              <span>{title}</span>
              <small className="col-start-2 break-words text-ink-3 text-xs">{why}</small>
            </li>
          );
        })}
      </ol>
      {mayProbe ? (
        <Button busy={busy} onClick={onProbe} className="md:justify-self-start">
          <RefreshCw aria-hidden />
          {t(health ? "again" : "run")}
        </Button>
      ) : (
        <p className="text-ink-3 text-xs">{t("askHq")}</p>
      )}
    </section>
  );
}
