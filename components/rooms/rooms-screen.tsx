"use client";
import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { ApiError, api } from "@/components/query/api-client";
import { partOf, usePart } from "@/components/ui/load-part";
import { useToast } from "@/components/ui/toast";
import type { BotDto } from "@/lib/rooms/bot-queries";
import type { OrgChoice } from "@/lib/rooms/org-choices";
import type { RoomDto } from "@/lib/rooms/queries";
import { BotsCard } from "./bots-card";
import { PendingBots } from "./pending-bots";
import { filterNames, isFiltered, type RoomFilterValues } from "./room-filter";
import { RoomFilters } from "./room-filters";
import { RoomsCard } from "./rooms-card";
import { useBotActions } from "./use-bot-actions";
import { type RoomsPage, useAddress, useBots, useChange, useNow, useRoom, useRooms } from "./use-rooms";

const roomSheet = partOf(() => import("./room-sheet").then((module) => module.RoomSheet));
const roomForm = partOf(() => import("./room-form").then((module) => module.default));
const botForm = partOf(() => import("./bot-form").then((module) => module.default));
const removeBot = partOf(() => import("./remove-bot").then((module) => module.RemoveBot));

type Props = {
  first: { filter: RoomFilterValues; page: RoomsPage };
  firstBots: BotDto[];
  orgs: OrgChoice[];
  may: { seeHealth: boolean; writeBots: boolean; writeRooms: boolean };
  serverNow: string;
};
type Open = { form: "room"; room: RoomDto | null } | { form: "bot" | "removeBot"; bot: BotDto | null } | null;

/** Bots, what waits for approval, and the rooms; what is opened and narrowed stands in the address. */
export function RoomsScreen({ first, firstBots, orgs, may, serverNow }: Props) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  const toast = useToast();
  const now = useNow(serverNow);
  const { filter, room: roomId, add, change } = useAddress();
  const { data: bots } = useBots(firstBots);
  const list = useRooms(filter, first);
  const rooms = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { room, detail } = useRoom(roomId, rooms);
  const [open, setOpen] = useState<Open>(null);
  const close = () => {
    setOpen(null);
    if (add) change({ add: null });
  };
  const actions = useBotActions({
    onEdit: (bot) => setOpen({ form: "bot", bot }),
    onRemove: (bot) => setOpen({ form: "removeBot", bot }),
  });
  const narrow = useCallback((values: Record<string, string | null>) => change(values), [change]);
  const remove = useChange((gone: RoomDto) =>
    api(`/api/rooms/${gone.id}?version=${gone.version}`, { method: "DELETE" }),
  );
  const bringBack = useChange(({ roomId: number, name, roomType, botId, ownerOrgId, status, limits }: RoomDto) =>
    api("/api/rooms", { method: "POST", body: { roomId: number, name, roomType, botId, ownerOrgId, status, limits } }),
  );
  async function removeRoom(gone: RoomDto): Promise<void> {
    change({ room: null });
    try {
      await remove.mutateAsync(gone);
      toast({ text: t("saved.roomRemoved", { name: gone.name }), undo: () => bringBack.mutate(gone) });
    } catch (error) {
      change({ room: String(gone.id) });
      toast({ text: (error instanceof ApiError && error.message) || c("offline"), tone: "failed" });
    }
  }
  const state = list.isPending ? "loading" : list.isError && rooms.length === 0 ? "failed" : "ready";
  const form: Open =
    open ?? (add === "bot" ? { form: "bot", bot: null } : add === "room" ? { form: "room", room: null } : null);
  const RoomSheet = usePart(roomSheet, room !== undefined);
  const RoomForm = usePart(roomForm, form?.form === "room");
  const BotForm = usePart(botForm, form?.form === "bot");
  const RemoveBot = usePart(removeBot, form?.form === "removeBot");
  return (
    <>
      <BotsCard bots={bots} isHq={may.seeHealth} mayWrite={may.writeBots} now={now} actions={actions} />
      {may.writeBots && <PendingBots bots={bots.filter((bot) => bot.status === "pending")} actions={actions} />}
      <RoomsCard
        rooms={rooms}
        total={bots.reduce((sum, bot) => sum + bot.roomCount, 0)}
        filters={<RoomFilters filter={filter} orgs={orgs} bots={bots} onChange={narrow} />}
        isFiltered={isFiltered(filter)}
        mayWrite={may.writeRooms && bots.length > 0}
        state={state}
        selected={roomId}
        more={{ has: list.hasNextPage, busy: list.isFetchingNextPage, load: () => void list.fetchNextPage() }}
        onOpen={(id) => change({ room: String(id) }, "push")}
        onAdd={() => setOpen({ form: "room", room: null })}
        onClear={() => change(Object.fromEntries(filterNames.map((name) => [name, null])))}
        onRetry={() => void list.refetch()}
      />
      {RoomSheet && room && !form && (
        <RoomSheet
          room={room}
          detail={detail}
          bot={bots.find((bot) => bot.id === room.botId)}
          mayWrite={may.writeRooms}
          mayProbe={may.writeBots}
          now={now}
          actions={actions}
          onClose={() => change({ room: null })}
          onEdit={(edited) => setOpen({ form: "room", room: edited })}
          onRemove={(gone) => void removeRoom(gone)}
        />
      )}
      {RoomForm && form?.form === "room" && (
        <RoomForm
          room={form.room}
          activeSchedules={detail?.activeSchedules ?? 0}
          orgs={orgs}
          bots={bots}
          onClose={close}
        />
      )}
      {BotForm && form?.form === "bot" && may.writeBots && <BotForm bot={form.bot} onClose={close} />}
      {RemoveBot && form?.form === "removeBot" && form.bot && <RemoveBot bot={form.bot} onClose={close} />}
    </>
  );
}
