import type { Metadata } from "next";
import { AlertList } from "@/components/alerts/alert-list";
import { PastAlerts } from "@/components/alerts/past-alerts";
import { RulesCard } from "@/components/alerts/rules-card";
import { WebhookCard } from "@/components/alerts/webhook-card";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { PageHeader } from "@/components/ui/page-header";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { kindsFor, listAlerts } from "@/lib/alerts/queries";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { botViewOf } from "@/lib/rooms/bot-queries";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("alerts"))("title") };
}

export default async function AlertsPage() {
  const actor = await requireActor();
  const { db, clock, webhook } = runtime();
  const view = botViewOf(actor);
  const [t, now, { on, past }] = await Promise.all([words("alerts"), clock(), listAlerts(db, view)]);
  const mayWrite = mayEver(actor, "alert.write");
  const loud = on.filter(({ state }) => state === "on");
  return (
    <Words areas={["alerts"]}>
      <SettingsScreen
        here="alerts"
        head={
          <PageHeader
            title={loud.length === 0 ? t("headline.calm") : t("headline.on", { count: loud.length })}
            lede={view.isHq ? t("lede") : `${t("lede")} ${t("ledeElsewhere")}`}
          />
        }
      >
        <LiveRefresh everySeconds={20} />
        <AlertList alerts={on} now={now} mayMute={mayWrite} hasWebhook={view.isHq && webhook !== undefined} />
        {mayWrite && <WebhookCard host={webhook?.host ?? null} />}
        <RulesCard kinds={kindsFor(view)} on={new Set(on.map(({ kind }) => kind))} />
        <PastAlerts alerts={past} now={now} />
      </SettingsScreen>
    </Words>
  );
}
