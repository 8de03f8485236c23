import type { Metadata } from "next";
import { QueryProvider } from "@/components/query/provider";
import { SandboxScreen } from "@/components/sandbox/sandbox-screen";
import { Screen } from "@/components/shell/screen";
import { Words } from "@/components/words/words";
import { mayEver } from "@/lib/access/can";
import { requireActor } from "@/lib/http/require-actor";
import { words } from "@/lib/i18n/words";
import { listRooms } from "@/lib/sandbox/list-rooms";
import { showRoom } from "@/lib/sandbox/show-room";
import { runtime } from "@/lib/wiring";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await words("sandbox"))("title") };
}

type Props = { searchParams: Promise<{ room?: string | string[] }> };

/** What sandbox bots delivered, as the phone would show it, and the switches for every failure. */
export default async function SandboxPage({ searchParams }: Props) {
  const actor = await requireActor();
  const rt = runtime();
  const [{ room }, rooms, now, t] = await Promise.all([
    searchParams,
    listRooms(rt, actor),
    rt.clock(),
    words("sandbox"),
  ]);
  const chosen = rooms.items.find(({ id }) => id === Number(room)) ?? rooms.items[0];
  const first = chosen ? await showRoom(rt, actor, { id: chosen.id }) : null;
  const crumbs = [
    { label: t("crumbSettings"), href: "/settings/orgs" },
    { label: t("crumbRooms"), href: "/settings/rooms" },
    { label: t("title") },
  ];
  return (
    <Screen crumbs={crumbs} live={`${t("title")} · ${t("live")}`}>
      <Words areas={["sandbox"]}>
        <QueryProvider>
          <SandboxScreen
            firstRooms={rooms}
            first={first}
            mayAdd={mayEver(actor, "room.write")}
            serverNow={now.toISOString()}
          />
        </QueryProvider>
      </Words>
    </Screen>
  );
}
