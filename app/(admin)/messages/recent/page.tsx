import type { Metadata } from "next";
import { recentFilterFrom, recentQueryOf } from "@/components/messages/recent/recent-address";
import { RecentScreen } from "@/components/messages/recent/recent-screen";
import { QueryProvider } from "@/components/query/provider";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { NotificationFilter } from "@/lib/messages/list-schema";
import { listNotifications } from "@/lib/messages/notification-queries";
import { tenantsWithin } from "@/lib/tenants/tenant-of";
import { formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("recentSends"))("title") };
}

/** The latest messages to phones, person by person (S1-12). */
export default async function RecentSendsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const { db, clock } = runtime();
  const params = await searchParams;
  const [t, m, now, known] = await Promise.all([
    words("recentSends"),
    words("messages"),
    clock(),
    tenantsWithin(db, actor),
  ]);
  const tenants = known.map(({ id, orgName }) => ({ id, name: orgName }));
  const filter = recentFilterFrom({ get: (name) => [params[name]].flat()[0] ?? null }, tenants);
  const query = NotificationFilter.parse(Object.fromEntries(new URLSearchParams(recentQueryOf(filter))));
  const page = await listNotifications(db, actor, query);
  return (
    <Screen
      crumbs={[{ label: m("title"), href: "/messages" }, { label: t("title") }]}
      live={t("live", { time: formatTime(now) })}
    >
      <Words areas={["recentSends", "messages", "schedules", "reasons", "solapiCodes"]}>
        <QueryProvider>
          <RecentScreen first={{ filter, page }} tenants={tenants} />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
