import { AudioLines } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DecidePanel } from "@/components/deliveries/decide-panel";
import { LogHead } from "@/components/deliveries/log-head";
import { PartsTimeline } from "@/components/deliveries/parts-timeline";
import { RunFacts, RunRecent } from "@/components/deliveries/run-facts";
import { RunProof } from "@/components/deliveries/run-proof";
import { SendAgain } from "@/components/deliveries/send-again";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { Screen } from "@/components/shell/screen";
import { ButtonLink } from "@/components/ui/button";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { getLogDetail } from "@/lib/deliveries/detail-queries";
import { proofNumber } from "@/lib/deliveries/proof-number";
import { LogId } from "@/lib/deliveries/schema";
import { isLogOver } from "@/lib/deliveries/status";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { findRoom } from "@/lib/rooms/queries";
import { recentResults } from "@/lib/schedules/result-queries";
import { formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await words("logDetail");
  return { title: t("number", { id: (await params).id.slice(0, 16) }) };
}

export default async function LogPage({ params }: Props) {
  const actor = await requireActor();
  const asked = LogId.safeParse(await params);
  if (!asked.success) notFound();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const now = await clock();
  const log = await getLogDetail(db, scope, asked.data.id).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const [t, l, room, recent] = await Promise.all([
    words("logDetail"),
    words("logs"),
    findRoom(db, scope, log.room.id, now),
    recentResults(db, [{ id: log.scheduleId }]),
  ]);
  const mayDecide = mayEver(actor, "log.decide");
  const wentOut = log.parts.some((part) => part.status !== "failed" && part.status !== "skipped");
  const maySendAgain =
    log.status === "failed" && !wentOut && log.parts.length > 0 && !log.isScheduleDeleted && mayEver(actor, "log.send");
  return (
    <Screen
      crumbs={[
        { label: l("crumb"), href: "/logs" },
        { label: t("crumb", { room: log.room.name, time: formatTime(new Date(log.scheduledAt)) }) },
      ]}
      live={l("live", { time: formatTime(now) })}
    >
      <LiveRefresh everySeconds={log.nextAttemptAt ? 3 : isLogOver(log.status) ? 60 : 15} />
      <Words areas={["logDetail", "logs", "schedules"]}>
        <LogHead
          log={log}
          actions={
            <>
              <ButtonLink href={`/logs/${log.id}/xray`} prefetch={false}>
                <AudioLines aria-hidden />
                {t("xray")}
              </ButtonLink>
              {maySendAgain && <SendAgain log={log} />}
            </>
          }
        />
        <div className="grid grid-cols-[minmax(0,1fr)_380px] gap-6 max-lg:grid-cols-1">
          <div className="grid min-w-0 content-start gap-6">
            <DecidePanel log={log} mayDecide={mayDecide} />
            <PartsTimeline log={log} />
          </div>
          <aside aria-label={t("facts.title")} className="grid min-w-0 content-start gap-6">
            <RunProof log={log} number={proofNumber(log)} now={now.toISOString()} />
            <RunFacts log={log} runs={room && { used: room.today.runsToday, limit: room.effectiveLimits.runsPerDay }} />
            <RunRecent looks={recent.get(log.scheduleId) ?? []} />
          </aside>
        </div>
      </Words>
    </Screen>
  );
}
