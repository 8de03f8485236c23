"use client";
import { MessagesSquare, Plus, SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LoadMore } from "@/components/ui/load-more";
import { SkeletonRows, StateBlock } from "@/components/ui/states";
import { Status } from "@/components/ui/status";
import { Card, CardHead } from "@/components/ui/surface";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Tag } from "@/components/ui/tag";
import type { RoomDto } from "@/lib/rooms/queries";
import { LimitChain } from "./limit-chain";
import { UsageBar } from "./usage-bar";

type Props = {
  rooms: readonly RoomDto[];
  total: number;
  filters: React.ReactNode;
  isFiltered: boolean;
  mayWrite: boolean;
  state: "ready" | "loading" | "failed";
  selected: number | null;
  more: { has: boolean; busy: boolean; load: () => void };
  onOpen: (id: number) => void;
  onAdd: () => void;
  onClear: () => void;
  onRetry: () => void;
};

/** The rooms in sight: whose they are, what sends to them, how much of the day is used and by whose word. */
export function RoomsCard({ rooms, total, filters, isFiltered, mayWrite, state, selected, more, ...on }: Props) {
  const t = useTranslations("rooms");
  const c = useTranslations("common");
  return (
    <Card aria-labelledby="rooms">
      <CardHead id="rooms" title={t("rooms.title")} note={t("rooms.note", { count: total })}>
        {mayWrite && (
          <Button size="sm" onClick={on.onAdd}>
            <Plus aria-hidden />
            {t("addRoom")}
          </Button>
        )}
      </CardHead>
      {(total > 0 || isFiltered) && filters}
      {state === "loading" ? (
        <SkeletonRows rows={8} label={c("loading")} />
      ) : state === "failed" ? (
        <ErrorState onRetry={on.onRetry} />
      ) : rooms.length > 0 ? (
        <RoomTable rooms={rooms} selected={selected} onOpen={on.onOpen} />
      ) : isFiltered ? (
        <StateBlock
          icon={<SearchX />}
          title={t("rooms.noMatch")}
          action={<Button onClick={on.onClear}>{t("rooms.clear")}</Button>}
        >
          {t("rooms.noMatchWhy")}
        </StateBlock>
      ) : (
        <StateBlock icon={<MessagesSquare />} title={t("rooms.empty")}>
          {t(mayWrite ? "rooms.emptyWhy" : "rooms.emptyRead")}
        </StateBlock>
      )}
      {more.has && <LoadMore onMore={more.load} busy={more.busy} />}
    </Card>
  );
}

function RoomTable({
  rooms,
  selected,
  onOpen,
}: {
  rooms: readonly RoomDto[];
  selected: number | null;
  onOpen: (id: number) => void;
}) {
  const t = useTranslations("rooms");
  return (
    <Table label={t("rooms.title")}>
      <thead>
        <tr>
          <Th>{t("rooms.name")}</Th>
          <Th>{t("rooms.owner")}</Th>
          <Th>{t("rooms.bot")}</Th>
          <Th>{t("rooms.today")}</Th>
          <Th>{t("rooms.limit")}</Th>
          <Th>{t("rooms.status")}</Th>
        </tr>
      </thead>
      <tbody>
        {rooms.map((room) => {
          const limit = room.effectiveLimits.runsPerDay;
          return (
            <Tr key={room.id} selected={room.id === selected}>
              <Td lead className="md:max-w-60">
                <button
                  type="button"
                  aria-label={t("rooms.open", { name: room.name })}
                  onClick={() => onOpen(room.id)}
                  className="flex max-w-full items-center gap-2 text-start font-semibold outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-focus focus-visible:after:-outline-offset-2"
                >
                  <span title={room.name} className="min-w-0 [overflow-wrap:anywhere] md:truncate">
                    {room.name}
                  </span>
                  {room.roomType === "test" && <Tag className="shrink-0">{t("types.test")}</Tag>}
                </button>
              </Td>
              <Td title={room.ownerOrg.name} className="text-ink-2 md:max-w-36 md:truncate">
                {room.ownerOrg.name}
                <span className="md:hidden"> · {room.bot.botName}</span>
              </Td>
              <Td wideOnly className="text-ink-2 md:max-w-36 md:truncate">
                {room.bot.botName}
              </Td>
              <Td className="max-md:justify-self-end">
                <span className="inline-grid">
                  {t("rooms.of", { used: room.today.runsToday, limit })}
                  <UsageBar used={room.today.runsToday} limit={limit} className="w-16" />
                </span>
              </Td>
              <Td full>
                <LimitChain room={room} name="runsPerDay" brief />
              </Td>
              <Td toggle>
                <Status kind={room.status === "active" ? "arrived" : "skipped"}>{t(`states.${room.status}`)}</Status>
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
