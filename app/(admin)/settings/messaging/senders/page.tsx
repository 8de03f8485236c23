import type { Metadata } from "next";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { SendersScreen } from "@/components/tenants/senders-screen";
import { PageHeader } from "@/components/ui/page-header";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { knownTenants, tenantViewOf } from "@/lib/tenants/queries";
import { kstDate } from "@/lib/time/kst";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("senders"))("title") };
}

export default async function SendersPage() {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const [t, now, view] = await Promise.all([words("senders"), clock(), tenantViewOf(db, actor)]);
  const tenants = await knownTenants(db, view, now);
  const count = (status: string) =>
    tenants.reduce((sum, { senders }) => sum + senders.filter((sender) => sender.status === status).length, 0);
  const [pending, verified] = [count("pending"), count("verified")];
  const may = {
    request: mayEver(actor, "sender.request"),
    verify: mayEver(actor, "sender.verify"),
    write: mayEver(actor, "tenant.write"),
  };
  const title =
    may.verify && pending > 0
      ? t("headlinePending", { count: pending })
      : verified > 0
        ? t("headlineFine", { count: verified })
        : t("headlineNone");
  return (
    <Words areas={["senders", "errors"]}>
      <SettingsScreen here="senders" head={<PageHeader title={title} lede={t(may.verify ? "ledeHq" : "lede")} />}>
        <LiveRefresh everySeconds={20} />
        <SendersScreen tenants={tenants} may={may} today={kstDate(now)} />
      </SettingsScreen>
    </Words>
  );
}
