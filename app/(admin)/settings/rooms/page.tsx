import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { QueryProvider } from "@/components/query/provider";
import { filterFrom, roomsQuery } from "@/components/rooms/room-filter";
import { RoomsHead } from "@/components/rooms/rooms-head";
import { RoomsScreen } from "@/components/rooms/rooms-screen";
import { SettingsScreen } from "@/components/settings/settings-screen";
import { ButtonLink } from "@/components/ui/button";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { botViewOf, listBots } from "@/lib/rooms/bot-queries";
import { orgChoices } from "@/lib/rooms/org-choices";
import { listRooms } from "@/lib/rooms/queries";
import { BotFilter, RoomFilter } from "@/lib/rooms/schema";
import { runtime } from "@/lib/wiring";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("rooms"))("title") };
}

export default async function RoomsPage({ searchParams }: Props) {
  const actor = await requireActor();
  const asked = await searchParams;
  const filter = filterFrom({ get: (name) => [asked[name]].flat()[0] ?? null });
  const { db, clock } = runtime();
  const now = await clock();
  const scope = scopeOf(actor);
  const view = botViewOf(actor);
  const query = RoomFilter.parse(Object.fromEntries(new URLSearchParams(roomsQuery(filter, null))));
  const [page, bots, orgs, t] = await Promise.all([
    listRooms(db, scope, query, now),
    listBots(db, view, BotFilter.parse({ limit: "100" }), now),
    orgChoices(db, scope),
    words("rooms"),
  ]);
  const may = {
    seeHealth: view.isHq,
    writeBots: mayEver(actor, "bot.write"),
    writeRooms: mayEver(actor, "room.write"),
  };
  const serverNow = now.toISOString();
  const actions = (
    <>
      <ButtonLink href="/sandbox">{t("sandbox")}</ButtonLink>
      {may.writeBots && (
        <ButtonLink variant="primary" href="/settings/rooms?add=bot">
          <Plus aria-hidden />
          {t("addBot")}
        </ButtonLink>
      )}
    </>
  );
  return (
    <Words areas={["forecast", "rooms", "errors"]}>
      <QueryProvider>
        <SettingsScreen
          here="rooms"
          head={
            <RoomsHead
              firstBots={bots.items}
              isHq={view.isHq}
              mayWriteRooms={may.writeRooms}
              serverNow={serverNow}
              actions={actions}
            />
          }
        >
          <RoomsScreen first={{ filter, page }} firstBots={bots.items} orgs={orgs} may={may} serverNow={serverNow} />
        </SettingsScreen>
      </QueryProvider>
    </Words>
  );
}
