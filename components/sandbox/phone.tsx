"use client";
import { useEffect, useMemo, useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import { KakaoRoom } from "@/components/kakao/kakao-room";
import type { SandboxRoomDto } from "@/lib/sandbox/show-room";
import { formatFullDate, formatPhoneTime } from "@/lib/time/format";
import { phoneItems } from "./phone-items";

/** The room as its phone shows it; stays at the newest message unless someone has scrolled up. */
export function Phone({ shown: { room, items, total, online } }: { shown: SandboxRoomDto }) {
  const t = useTranslations("sandbox.phone");
  const locale = useLocale();
  const body = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const newest = items.at(-1)?.seq ?? 0;

  const { firstDay, items: laidOut } = useMemo(() => {
    return phoneItems(items, room.id, Math.max(0, (room.memberCount ?? 1) - 1), {
      day: (at) => formatFullDate(at, locale),
      time: (at) => formatPhoneTime(at, locale),
      photos: (count) => t("photos", { count }),
      photo: (index) => t("photo", { index }),
    });
  }, [items, room.id, room.memberCount, locale, t]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new room or a new message moves the view
  useEffect(() => {
    const toEnd = () => {
      if (body.current && atEnd.current) body.current.scrollTop = body.current.scrollHeight;
    };
    toEnd();
    // Letters that arrive late make lines of another height.
    void document.fonts.ready.then(toEnd);
  }, [room.id, newest]);

  const folded = total - items.length;
  return (
    <KakaoRoom
      className="h-[620px] w-[372px] max-w-full max-md:h-auto max-md:max-h-[70dvh] max-md:min-h-[360px]"
      title={room.name}
      members={room.memberCount}
      sender={room.botName}
      {...(firstDay && { date: firstDay })}
      items={folded > 0 ? [{ id: "folded", kind: "note", text: t("earlier", { count: folded }) }, ...laidOut] : laidOut}
      empty={online ? t("empty") : t("silent")}
      body={{
        ref: body,
        role: "log",
        "aria-label": t("log", { room: room.name }),
        tabIndex: 0,
        onScroll: ({ currentTarget: at }) => {
          // Only scrolling up leaves the end; growing content doesn't.
          if (at.scrollTop < lastTop.current) atEnd.current = false;
          if (at.scrollHeight - at.scrollTop - at.clientHeight < 40) atEnd.current = true;
          lastTop.current = at.scrollTop;
        },
      }}
    />
  );
}
