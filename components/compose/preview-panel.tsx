"use client";
import { useCallback, useMemo, useState } from "react";
import { type Control, useWatch } from "react-hook-form";
import { useLocale, useTranslations } from "use-intl";
import { type KakaoItem, KakaoRoom } from "@/components/kakao/kakao-room";
import { Segment } from "@/components/ui/segment";
import { planParts } from "@/lib/schedules/composition";
import { timelineOf } from "@/lib/schedules/send-timeline";
import { formatFullDate, formatPhoneTime } from "@/lib/time/format";
import { defaultMediaWaitMs } from "@/lib/transports/media-wait";
import type { RoomOption } from "./compose-types";
import type { CleanValues, FormValues } from "./form-values";
import { PreviewTimeline } from "./preview-timeline";
import type { UploadItem } from "./upload/upload-list";
import type { ImageUploads } from "./upload/use-image-uploads";

type Props = {
  control: Control<FormValues, unknown, CleanValues>;
  uploads: ImageUploads;
  room: RoomOption | undefined;
  sender: string;
  nowIso: string;
};

/** The preview knows no bytes; the wait of an open group is that of pictures as phones take them. */
const TYPICAL_IMAGE_BYTES = 400_000;
const MAX_IMAGES_PER_CALL = 30;

/** The room as it will look, and how the run unfolds in time. */
export function PreviewPanel({ control, uploads, room, sender, nowIso }: Props) {
  const t = useTranslations("compose");
  const locale = useLocale();
  const [side, setSide] = useState<"receiver" | "bot">("receiver");
  const [atMs, setAtMs] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const [text, sendOrder, interval, wait1, wait2, time] = useWatch({
    control,
    name: ["messageText", "sendOrder", "sendIntervalSeconds", "mediaWaitTime1", "mediaWaitTime2", "scheduleTime"],
  });
  const lonely = uploads.inGroup(1).length === 0;
  const groups = useMemo(() => {
    const [one, two] = [uploads.inGroup(1), uploads.inGroup(2)];
    return { images_1: lonely ? two : one, images_2: lonely ? [] : two };
  }, [uploads, lonely]);

  const parts = useMemo(
    () =>
      planParts(
        {
          messageText: text?.trim() ? text : null,
          messageImages1: groups.images_1.map((item) => item.localId),
          messageImages2: groups.images_2.map((item) => item.localId),
          sendOrder: sendOrder ?? "text_first",
          sendIntervalSeconds: whole(interval, 1),
          mediaWaitTime1: whole(wait1, 0),
          mediaWaitTime2: whole(wait2, 0),
        },
        {
          maxImagesPerCall: MAX_IMAGES_PER_CALL,
          maxCallBytes: Number.POSITIVE_INFINITY,
          defaultMediaWaitMs,
          bytesOf: () => TYPICAL_IMAGE_BYTES,
        },
      ),
    [text, groups, sendOrder, interval, wait1, wait2],
  );
  const stretches = useMemo(() => timelineOf(parts), [parts]);
  const clock = kakaoTime(time || "09:00", locale);
  const at = atMs ?? Number.POSITIVE_INFINITY;

  const items: KakaoItem[] = parts.flatMap((part): KakaoItem[] => {
    const own = stretches.find((one) => one.seq === part.seq);
    if (!own || at < own.startMs) return [];
    const dim = at < own.endMs;
    if (part.kind === "text") return [{ id: "text", kind: "text", text: (text ?? "").trim(), time: clock, dim }];
    const shown: readonly UploadItem[] = groups[part.kind];
    const label = `${t(`preview.what.${part.kind}`)} · ${t("images.count", { count: shown.length })}`;
    return [
      {
        id: part.kind,
        kind: "images",
        pictures: shown.map((one) => ({ id: one.localId, url: one.thumbUrl ?? null })),
        label,
        time: clock,
        dim,
      },
    ];
  });
  const waiting =
    atMs === null
      ? undefined
      : stretches.find(
          (one) => (one.kind === "mediaWait" || one.kind === "interval") && at >= one.startMs && at < one.endMs,
        );
  if (waiting)
    items.push({
      id: "wait",
      kind: "note",
      text: t("preview.waitingNext", { seconds: Math.ceil((waiting.endMs - at) / 100) / 10 }),
    });
  const play = useCallback((next: boolean) => {
    setPlaying(next);
    if (next) setAtMs(0);
  }, []);

  return (
    <section aria-labelledby="preview-title" className="grid gap-3">
      <div className="flex items-center justify-between gap-3">
        <h2 id="preview-title" className="font-semibold text-lg">
          {t("preview.heading")}
        </h2>
        <Segment
          label={t("preview.view")}
          value={side}
          onChange={setSide}
          options={[
            { value: "receiver", label: t("preview.receiver") },
            { value: "bot", label: t("preview.bot") },
          ]}
        />
      </div>
      <KakaoRoom
        title={room?.name ?? t("preview.noRoom")}
        members={room?.memberCount ?? null}
        date={formatFullDate(new Date(nowIso), locale)}
        sender={sender}
        items={items}
        side={side}
        empty={parts.length === 0 ? t("preview.empty") : ""}
      />
      <PreviewTimeline stretches={stretches} atMs={atMs} playing={playing} onSeek={setAtMs} onPlay={play} />
    </section>
  );
}

const whole = (value: number | undefined, otherwise: number) =>
  Number.isFinite(value) ? Math.max(0, Number(value)) : otherwise;

/** The time the form holds, as KakaoTalk would show it. */
function kakaoTime(time: string, locale: "ko" | "en"): string {
  const at = new Date(`2026-01-01T${time}:00+09:00`);
  return Number.isNaN(at.getTime()) ? "" : formatPhoneTime(at, locale);
}
