import type { Metadata } from "next";
import { filterFrom, queryOf } from "@/components/deliveries/list-address";
import { LogsScreen } from "@/components/deliveries/logs-screen";
import { AllPart, PhonePart } from "@/components/deliveries/other-logs";
import { allQueryOf, channelOf, phoneFilterOf, phoneQueryOf } from "@/components/deliveries/phone-address";
import { QueryProvider } from "@/components/query/provider";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { listLogs, tallyLogs } from "@/lib/deliveries/queries";
import { LogFilter } from "@/lib/deliveries/schema";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { listLedger } from "@/lib/messages/ledger-queries";
import { LedgerFilter } from "@/lib/messages/ledger-schema";
import { MessageFilter } from "@/lib/messages/list-schema";
import { listMessages } from "@/lib/messages/queries";
import { orgTree } from "@/lib/orgs/queries";
import { listRooms } from "@/lib/rooms/queries";
import { RoomFilter } from "@/lib/rooms/schema";
import { formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("logs"))("title") };
}

const pickOrgs = (orgs: Awaited<ReturnType<typeof orgTree>>) =>
  orgs.map(({ id, name, parentId }) => ({ id, name, parentId, count: 0 }));

export default async function LogsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const asked = await searchParams;
  const params = { get: (name: string) => [asked[name]].flat()[0] ?? null };
  const filter = filterFrom(params);
  const { db, clock, env } = runtime();
  const scope = scopeOf(actor);
  const now = await clock();
  const channel = channelOf(params);
  if (channel === "all") {
    const both = phoneFilterOf(filter, params);
    const query = LedgerFilter.parse(Object.fromEntries(new URLSearchParams(allQueryOf(both, now))));
    const [t, page, orgs] = await Promise.all([
      words("logs"),
      listLedger(db, scope, env.LOOKUP_KEY, query),
      orgTree(db, scope),
    ]);
    return (
      <Screen crumbs={[{ label: t("crumb") }]} live={t("live", { time: formatTime(now) })}>
        <Words areas={["logs", "messages", "schedules", "views"]}>
          <QueryProvider>
            <AllPart first={{ filter: both, page }} orgs={pickOrgs(orgs)} serverNow={now.toISOString()} />
          </QueryProvider>
        </Words>
      </Screen>
    );
  }
  if (channel === "phones") {
    const phones = phoneFilterOf(filter, params);
    const query = MessageFilter.parse(Object.fromEntries(new URLSearchParams(phoneQueryOf(phones, now))));
    const [t, page, orgs] = await Promise.all([
      words("logs"),
      listMessages(db, scope, env.LOOKUP_KEY, query),
      orgTree(db, scope),
    ]);
    return (
      <Screen crumbs={[{ label: t("crumb") }]} live={t("live", { time: formatTime(now) })}>
        <Words areas={["logs", "messages", "schedules", "views"]}>
          <QueryProvider>
            <PhonePart first={{ filter: phones, page }} orgs={pickOrgs(orgs)} serverNow={now.toISOString()} />
          </QueryProvider>
        </Words>
      </Screen>
    );
  }
  const query = LogFilter.parse(Object.fromEntries(new URLSearchParams(queryOf(filter, now))));
  const [t, page, tally, orgs, rooms] = await Promise.all([
    words("logs"),
    listLogs(db, scope, query),
    tallyLogs(db, scope, query),
    orgTree(db, scope),
    listRooms(db, scope, RoomFilter.parse({ limit: "100" }), now),
  ]);
  const choices = {
    orgs: pickOrgs(orgs),
    rooms: rooms.items.map((room) => ({ value: String(room.id), label: room.name, note: room.ownerOrg.name })),
    roomsCut: rooms.nextCursor !== null,
  };
  return (
    <Screen crumbs={[{ label: t("crumb") }]} live={t("live", { time: formatTime(now) })}>
      <Words areas={["logs", "schedules", "views"]}>
        <QueryProvider>
          <LogsScreen
            first={{ filter, page, tally }}
            choices={choices}
            mayDecide={mayEver(actor, "log.decide")}
            mayWrite={mayEver(actor, "schedule.write")}
            serverNow={now.toISOString()}
          />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
