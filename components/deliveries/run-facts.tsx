"use client";
import Link from "next/link";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { RecentStrip } from "@/components/schedules/recent-strip";
import { Facts } from "@/components/ui/facts";
import type { LogDetail } from "@/lib/deliveries/detail-queries";
import type { ResultLook } from "@/lib/schedules/recent-results";
import { tookText } from "./why";

type Props = { log: LogDetail; runs: { used: number; limit: number } | null };

/** 이 회차: where it belongs and who stands behind it. */
export function RunFacts({ log, runs }: Props) {
  const t = useTranslations("logDetail.facts");
  const l = useTranslations("logs");
  const delayMs = log.startedAt ? Date.parse(log.startedAt) - Date.parse(log.scheduledAt) : null;
  const by = log.createdBy && t("by", { name: log.createdBy.name, org: log.createdBy.orgName });
  const schedule = log.isScheduleDeleted ? (
    <>
      {log.schedule.title} <span className="text-ink-3">({t("deleted")})</span>
    </>
  ) : (
    <Link className="link" href={`/schedules/${log.scheduleId}`}>
      {log.schedule.title}
    </Link>
  );
  const { memberCount, room } = log;
  const facts: [string, ReactNode][] = [
    [t("schedule"), schedule],
    [t("room"), memberCount === null ? room.name : t("members", { room: room.name, count: memberCount })],
    [t("org"), log.orgNames.join(" › ")],
    [t("bot"), t("device", { bot: log.bot.name, device: log.bot.deviceId })],
  ];
  if (log.requestedBy) facts.push([t("requester"), log.requestedBy.name]);
  else if (by) facts.push([t("creator"), by]);
  if (log.decidedBy) facts.push([t("decider"), log.decidedBy.name]);
  if (delayMs !== null) facts.push([t("delay"), tookText(Math.max(0, delayMs), l)]);
  if (runs) facts.push([t("limit"), t("runs", runs)]);
  return (
    <section>
      <h2 className="mb-3 font-semibold text-lg">{t("title")}</h2>
      <Facts facts={facts} />
    </section>
  );
}

/** 지난 14회 of the same schedule. */
export function RunRecent({ looks }: { looks: readonly ResultLook[] }) {
  const t = useTranslations("logDetail.recent");
  const s = useTranslations("schedules.results");
  if (looks.length === 0) return null;
  const kinds = [...new Set(looks)];
  return (
    <section>
      <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-3">
        <h2 className="font-semibold text-lg">{t("title", { count: looks.length })}</h2>
        <span className="text-ink-2 text-sm">
          {kinds
            .map((look) => s("part", { look: s(`looks.${look}`), count: looks.filter((one) => one === look).length }))
            .join(" · ")}
        </span>
      </div>
      <RecentStrip looks={looks} />
    </section>
  );
}
