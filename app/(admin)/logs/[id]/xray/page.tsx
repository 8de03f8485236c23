import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { DecidePanel } from "@/components/deliveries/decide-panel";
import { SendAgain } from "@/components/deliveries/send-again";
import { XrayBody } from "@/components/diagnosis/xray-body";
import { FixCard } from "@/components/diagnosis/xray-fix";
import { XrayHead } from "@/components/diagnosis/xray-head";
import { refreshSeconds } from "@/components/diagnosis/xray-look";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { getLogDetail } from "@/lib/deliveries/detail-queries";
import { LogId } from "@/lib/deliveries/schema";
import { xrayRun } from "@/lib/diagnosis/xray-run";
import { AppError } from "@/lib/errors";
import { requireActor } from "@/lib/http/require-actor";
import { requestLocale, words } from "@/lib/i18n/words";
import { formatDateTime, formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";
import { fixContext } from "../../../fix-context";

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await words("xray");
  return { title: t("title.run", { id: (await params).id.slice(0, 16) }) };
}

export default async function RunXrayPage({ params }: Props) {
  const actor = await requireActor();
  const asked = LogId.safeParse(await params);
  if (!asked.success) notFound();
  const rt = runtime();
  const { id } = asked.data;
  const [t, l, d, locale, found] = await Promise.all([
    words("xray"),
    words("logs"),
    words("logDetail"),
    requestLocale(),
    Promise.all([xrayRun(rt, actor, { id }), getLogDetail(rt.db, scopeOf(actor), id)]).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return null;
      throw error;
    }),
  ]);
  if (!found) notFound();
  const [xray, log] = found;
  const due = new Date(log.scheduledAt);
  const context = await fixContext(actor, xray);
  const maySendAgain = xray.fix?.id === "send_run_again" && xray.fix.may && !log.isScheduleDeleted;
  const asksPerson = log.status === "unknown" || log.status === "missed";
  return (
    <Screen
      crumbs={[
        { label: l("crumb"), href: "/logs" },
        { label: d("crumb", { room: log.room.name, time: formatTime(due) }), href: `/logs/${id}` },
        { label: t("crumb") },
      ]}
      live={t("live", { time: formatTime(new Date(xray.now)) })}
    >
      <LiveRefresh everySeconds={refreshSeconds(xray.verdict.standing)} />
      <XrayHead
        xray={xray}
        tags={[
          <span key="room" className="truncate leading-5">
            {log.room.name}
          </span>,
          l(`kinds.${log.kind}`),
          ...(log.isCatchUp ? [d("catchUp")] : []),
          ...(log.isSandbox ? [t("tags.sandbox")] : []),
        ]}
        number={t("number.run", { id })}
        lede={[t("lede.of", { title: log.title }), t("lede.due", { when: formatDateTime(due, locale) })]}
        evidenceHref={`/api/logs/${id}/evidence`}
      />
      <Words areas={["xray", "logs", "logDetail", "errors", "rooms"]}>
        <XrayBody
          xray={xray}
          fix={
            asksPerson ? (
              <DecidePanel log={log} mayDecide={mayEver(actor, "log.decide")} />
            ) : (
              <FixCard
                xray={xray}
                context={{ ...context, message: null }}
                act={maySendAgain && <SendAgain log={log} />}
              />
            )
          }
        />
      </Words>
    </Screen>
  );
}
