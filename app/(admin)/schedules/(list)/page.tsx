import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { QueryProvider } from "@/components/query/provider";
import { filterFrom, queryOf } from "@/components/schedules/list-address";
import { SchedulesHead } from "@/components/schedules/schedules-head";
import { SchedulesScreen } from "@/components/schedules/schedules-screen";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { Screen } from "@/components/shell/screen";
import { ButtonLink } from "@/components/ui/button";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { orgTree } from "@/lib/orgs/queries";
import { botViewOf, listBots } from "@/lib/rooms/bot-queries";
import { listRooms } from "@/lib/rooms/queries";
import { BotFilter, RoomFilter } from "@/lib/rooms/schema";
import { ScheduleFilter } from "@/lib/schedules/list-schema";
import { schedulePage } from "@/lib/schedules/page-queries";
import { countByOrg, countSchedules, listSchedules } from "@/lib/schedules/queries";
import { formatTime } from "@/lib/time/format";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("schedules"))("title") };
}

export default async function SchedulesPage({ searchParams }: Props) {
  const actor = await requireActor();
  const asked = await searchParams;
  const filter = filterFrom({ get: (name) => [asked[name]].flat()[0] ?? null });
  const { db, clock } = runtime();
  const scope = scopeOf(actor);
  const now = await clock();
  const who = { mbId: actor.mbId, now };
  const parse = (query: string) => ({
    ...ScheduleFilter.parse(Object.fromEntries(new URLSearchParams(query))),
    ...who,
  });
  const [t, page, counts, next, orgs, owned, rooms, bots] = await Promise.all([
    words("schedules"),
    schedulePage(db, scope, parse(queryOf(filter))),
    countSchedules(db, scope, who),
    listSchedules(db, scope, parse("limit=1")),
    orgTree(db, scope),
    countByOrg(db, scope),
    listRooms(db, scope, RoomFilter.parse({ limit: "100" }), now),
    listBots(db, botViewOf(actor), BotFilter.parse({ limit: "100" }), now),
  ]);
  const blocked =
    counts.blocked > 0 ? (await listSchedules(db, scope, parse("view=blocked&limit=1"))).items[0] : undefined;
  const ownedBy = new Map(owned.map(({ orgId, n }) => [orgId, n]));
  const choices = {
    orgs: orgs.map(({ id, name, parentId }) => ({ id, name, parentId, count: ownedBy.get(id) ?? 0 })),
    rooms: rooms.items.map((room) => ({ value: String(room.id), label: room.name, note: room.ownerOrg.name })),
    roomsCut: rooms.nextCursor !== null,
    bots: bots.items.map((bot) => ({ value: String(bot.id), label: bot.botName })),
  };
  const mayWrite = mayEver(actor, "schedule.write");
  const items = page.items.map(({ messageText: _text, description: _description, ...row }) => row);
  return (
    <Screen crumbs={[{ label: t("crumb") }]} live={t("live", { time: formatTime(now) })}>
      <LiveRefresh everySeconds={60} />
      <SchedulesHead
        counts={counts}
        blocked={blocked}
        next={next.items[0]}
        now={now}
        actions={
          mayWrite && (
            <ButtonLink href="/schedules/new" variant="primary" className="max-md:hidden">
              <Plus aria-hidden />
              {t("newSchedule")}
            </ButtonLink>
          )
        }
      />
      <Words areas={["schedules"]}>
        <QueryProvider>
          <SchedulesScreen
            first={{ filter, page: { items, nextCursor: page.nextCursor } }}
            counts={counts}
            choices={choices}
            mayWrite={mayWrite}
            serverNow={now.toISOString()}
          />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
