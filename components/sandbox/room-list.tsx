"use client";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useEffect, useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import { Card, CardHead } from "@/components/ui/surface";
import type { SandboxRoomItem, SandboxRoomList } from "@/lib/sandbox/list-rooms";
import { formatDay } from "@/lib/time/format";
import { kstDate, kstTime } from "@/lib/time/kst";

type Props = {
  rooms: SandboxRoomList;
  chosen: number | null;
  now: Date;
  unseen: (id: number) => number;
  mayAdd: boolean;
  onChoose: (id: number) => void;
};

/** The rooms of the stand-in, the one that received something last on top. */
export function RoomList({ rooms, chosen, now, unseen, mayAdd, onChoose }: Props) {
  const t = useTranslations("sandbox.rooms");
  const list = useRef<HTMLUListElement>(null);
  // The chosen room may be far down; the page itself must not move for it.
  useEffect(() => {
    const here = list.current?.querySelector<HTMLElement>("[aria-current]");
    if (!list.current || !here || chosen === null) return;
    const frame = list.current.getBoundingClientRect();
    const box = here.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) list.current.scrollTop += box.top - frame.top - 6;
  }, [chosen]);
  return (
    <Card className="max-xl:col-span-full xl:col-start-1 xl:row-start-1">
      <CardHead title={t("heading")} note={t("count", { count: rooms.items.length })}>
        {mayAdd && (
          <Link
            href="/settings/rooms?add=room"
            aria-label={t("add")}
            title={t("add")}
            className="relative grid size-[26px] place-items-center rounded-sm text-ink-2 hover:bg-hover touch:after:absolute touch:after:-inset-[9px]"
          >
            <Plus className="size-4" aria-hidden />
          </Link>
        )}
      </CardHead>
      <ul ref={list} className="grid max-h-[560px] gap-px overflow-y-auto p-1.5 max-xl:max-h-[420px]">
        {rooms.items.map((room) => (
          <li key={room.id}>
            <Room
              room={room}
              now={now}
              here={room.id === chosen}
              online={rooms.online}
              unseen={unseen(room.id)}
              onChoose={() => onChoose(room.id)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}

type RoomProps = {
  room: SandboxRoomItem;
  now: Date;
  here: boolean;
  online: boolean;
  unseen: number;
  onChoose: () => void;
};

function Room({ room: { id, name, last }, now, here, online, unseen, onChoose }: RoomProps) {
  const t = useTranslations("sandbox.rooms");
  const locale = useLocale();
  const meta = cn("text-xs", here ? "text-ink-2" : "text-ink-3");
  const at = last && new Date(last.at);
  return (
    <a
      href={`?room=${id}`}
      aria-current={here ? "true" : undefined}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return;
        event.preventDefault();
        onChoose();
      }}
      className={cn(
        "grid grid-cols-[minmax(0,1fr)_auto] gap-x-2 rounded-sm px-2.5 py-2 text-sm focus-visible:-outline-offset-2",
        here ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      <b className={cn("truncate", here ? "font-semibold text-accent-ink" : "font-medium")}>{name}</b>
      {at && (
        <time className={cn(meta, "leading-5")} dateTime={at.toISOString()}>
          {kstDate(at) === kstDate(now) ? kstTime(at) : formatDay(at, locale)}
        </time>
      )}
      <small className={cn(meta, "col-start-1 truncate")}>
        {!online
          ? t("silent")
          : !last
            ? t("nothing")
            : last.text === null
              ? t("photos", { count: last.photos })
              : last.text}
      </small>
      {unseen > 0 && (
        <em className="min-w-[18px] justify-self-end rounded-full bg-ink-2 px-[5px] text-center font-semibold text-[11px] text-surface not-italic leading-[18px]">
          <span aria-hidden>{unseen}</span>
          <span className="sr-only">{t("unseen", { count: unseen })}</span>
        </em>
      )}
    </a>
  );
}
