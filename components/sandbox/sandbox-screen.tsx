"use client";
import { Bot } from "lucide-react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "@/components/ui/button";
import { PageHeader } from "@/components/ui/page-header";
import { Select } from "@/components/ui/select";
import { Skeleton, StateBlock } from "@/components/ui/states";
import type { SandboxRoomList } from "@/lib/sandbox/list-rooms";
import type { SandboxRoomDto } from "@/lib/sandbox/show-room";
import { FaultCard } from "./fault-card";
import { Head } from "./head";
import { Phone } from "./phone";
import { ReceivedTable } from "./received-table";
import { RoomList } from "./room-list";
import { useChosenRoom, useRoom, useRooms, useUnseen } from "./use-sandbox";

type Props = { firstRooms: SandboxRoomList; first: SandboxRoomDto | null; mayAdd: boolean; serverNow: string };

/** The rooms of the stand-in, the phone of one of them, and everything that can be made to go wrong there. */
export function SandboxScreen({ firstRooms, first, mayAdd, serverNow }: Props) {
  const t = useTranslations("sandbox");
  const { data: rooms, dataUpdatedAt } = useRooms(firstRooms);
  const { id, choose } = useChosenRoom(rooms);
  const { data: shown } = useRoom(id, first);
  const unseen = useUnseen(rooms, id);
  if (id === null)
    return (
      <>
        <PageHeader title={t("headline.noRooms")} lede={t("lede.noRooms")} />
        <StateBlock
          icon={<Bot />}
          title={t("headline.noRooms")}
          action={mayAdd && <ButtonLink href="/settings/rooms">{t("crumbRooms")}</ButtonLink>}
        />
      </>
    );
  return (
    <>
      {shown ? <Head shown={shown} /> : <Skeleton className="mb-6 h-[62px] w-2/3" />}
      <Select
        aria-label={t("rooms.choose")}
        value={id}
        onChange={(event) => choose(Number(event.target.value))}
        className="mb-4 xl:hidden"
      >
        {rooms.items.map((room) => (
          <option key={room.id} value={room.id}>
            {room.name}
          </option>
        ))}
      </Select>
      <div className="grid grid-cols-[232px_minmax(0,1fr)_408px] items-start gap-6 max-lg:grid-cols-[minmax(0,1fr)] max-xl:grid-cols-[minmax(0,1fr)_360px]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] justify-items-center gap-4 xl:col-start-2 xl:row-start-1">
          {shown ? (
            <>
              <Phone key={shown.room.id} shown={shown} />
              <div className="w-full min-w-0 overflow-x-auto">
                <ReceivedTable shown={shown} />
              </div>
            </>
          ) : (
            <Skeleton className="h-[620px] w-[372px] max-w-full rounded-[20px] max-md:h-[360px]" />
          )}
        </div>
        <div className="min-w-0 xl:col-start-3 xl:row-start-1">{shown && <FaultCard shown={shown} />}</div>
        {/* Last in the page as on a narrow screen: what comes later over the wire must not push what already stands. */}
        <RoomList
          rooms={rooms}
          chosen={id}
          now={new Date(Math.max(dataUpdatedAt, Date.parse(serverNow)))}
          unseen={unseen}
          mayAdd={mayAdd}
          onChoose={choose}
        />
      </div>
    </>
  );
}
