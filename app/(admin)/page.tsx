import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { AlertStrip } from "@/components/alerts/alert-strip";
import { HomeDispatcher } from "@/components/home/home-dispatcher";
import { HomeFlow } from "@/components/home/home-flow";
import { HomeTiles } from "@/components/home/home-tiles";
import { HomeTodo } from "@/components/home/home-todo";
import { HomeWeek } from "@/components/home/home-week";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { Screen } from "@/components/shell/screen";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { alertsOn } from "@/lib/alerts/queries";
import {
  botsInScope,
  runsAhead,
  runsAroundNow,
  runsByHour,
  runsNeedingPerson,
  stoppedSchedules,
} from "@/lib/home/queries";
import { emptyTally, finishedOf, hourBars, totalOf } from "@/lib/home/today";
import { dispatcherNow } from "@/lib/http/dispatcher";
import { requireActor } from "@/lib/http/require-actor";
import { requestLocale, words } from "@/lib/i18n/words";
import { waitingRun } from "@/lib/image-sync/waiting-run";
import { botViewOf } from "@/lib/rooms/bot-queries";
import { formatDate, formatWhen } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("home"))("crumb") };
}

const SHOWN = 6;

export default async function HomePage() {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const view = botViewOf(actor);
  const now = await clock();
  const [t, locale, byHour, around, asked, stopped, bots, ahead, dispatcher, alerts, cleanUp] = await Promise.all([
    words("home"),
    requestLocale(),
    runsByHour(db, scope, now),
    runsAroundNow(db, scope, now),
    runsNeedingPerson(db, scope, now, SHOWN),
    stoppedSchedules(db, scope, SHOWN),
    botsInScope(db, scope),
    runsAhead(db, scope, now),
    dispatcherNow(),
    alertsOn(db, view),
    waitingRun(db, actor),
  ]);
  const bars = hourBars([...byHour, ...ahead.todayByHour]);
  const tally = emptyTally();
  for (const bar of bars)
    for (const look of Object.keys(tally) as (keyof typeof tally)[]) tally[look] += bar.tally[look];
  const total = totalOf(tally);
  const attention = asked.count + stopped.length + bots.silent.length + (cleanUp ? 1 : 0);
  const next = ahead.next[0];
  const left = tally.scheduled + tally.deferred + tally.sending;
  const sentence =
    total === 0
      ? t("headline.nothing")
      : finishedOf(tally) === 0
        ? t("headline.ahead", { total })
        : t("headline.counts", { total, arrived: tally.arrived, attention });
  return (
    <Screen crumbs={[{ label: `${t("crumb")} · ${formatDate(now, locale)}` }]}>
      <LiveRefresh everySeconds={20} />
      <PageHeader
        title={
          <>
            {sentence}{" "}
            {attention > 0 && finishedOf(tally) > 0 && (
              <a href="#todo" className="underline decoration-2 decoration-failed-mark underline-offset-4">
                {t("headline.attention", { count: attention })}
              </a>
            )}
          </>
        }
        lede={`${next ? t("lede.next", { when: formatWhen(new Date(next.at), now, locale), room: next.roomName }) : t("lede.none")} ${left > 0 ? t("lede.left", { count: left }) : ""}`}
        actions={
          mayEver(actor, "schedule.write") && (
            <ButtonLink href="/schedules/new" variant="primary">
              <Plus aria-hidden />
              {t("newSchedule")}
            </ButtonLink>
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <AlertStrip alerts={alerts} />
        <HomeTiles
          tally={tally}
          bots={{ total: bots.total, silent: bots.silent.length }}
          dispatcher={dispatcher}
          now={now}
        />
        <div className="min-w-0 max-md:order-2">
          <HomeFlow bars={bars} tally={tally} around={around} next={ahead.next} now={now} />
        </div>
        {/* On a phone what needs a person comes before how the day went. */}
        <div className="grid grid-cols-[minmax(0,1.9fr)_minmax(0,1fr)] items-start gap-6 max-lg:grid-cols-1 max-md:contents">
          <div className="min-w-0 max-md:order-1">
            <HomeTodo asked={asked} stopped={stopped} silent={bots.silent} cleanUp={cleanUp} now={now} />
          </div>
          <div className="grid min-w-0 gap-6 max-md:order-3">
            <HomeWeek days={ahead.days} />
            {view.isHq && <HomeDispatcher dispatcher={dispatcher} now={now} />}
          </div>
        </div>
      </div>
    </Screen>
  );
}
