"use client";
import { Play, Square } from "lucide-react";
import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { cn } from "@/components/ui/cn";
import type { TimelineStretch } from "@/lib/schedules/send-timeline";

type Props = {
  stretches: readonly TimelineStretch[];
  /** Where the preview stands, in ms; null = everything is shown. */
  atMs: number | null;
  playing: boolean;
  onSeek: (atMs: number | null) => void;
  onPlay: (playing: boolean) => void;
};

const STEP_MS = 200;
const seconds = (ms: number) => Math.round(ms / 100) / 10;
/** A round scale of at most four marks. */
const tickStep = (totalMs: number) =>
  [1000, 2000, 5000, 10_000, 20_000, 30_000, 60_000].find((step) => totalMs / step <= 4) ?? 120_000;

const LOOK: Record<TimelineStretch["kind"], string> = {
  text: "bg-ink-2 text-surface",
  images_1: "border-[1.5px] border-group-1 bg-group-1-surface text-group-1",
  images_2: "border-[1.5px] border-dashed border-group-2 bg-group-2-surface text-group-2",
  interval: "bg-sunken",
  mediaWait: "waiting-dots",
};

/** One run laid out in time; drag or use the arrow keys to see the room at any moment. */
export function PreviewTimeline({ stretches, atMs, playing, onSeek, onPlay }: Props) {
  const t = useTranslations("compose.preview");
  const totalMs = stretches.at(-1)?.endMs ?? 0;
  const clock = useRef(0);

  useEffect(() => {
    if (!playing) return;
    clock.current = performance.now();
    let startMs = 0;
    const timer = setInterval(() => {
      startMs += performance.now() - clock.current;
      clock.current = performance.now();
      if (startMs >= totalMs) {
        onPlay(false);
        onSeek(null);
      } else onSeek(startMs);
    }, 100);
    return () => clearInterval(timer);
  }, [playing, totalMs, onPlay, onSeek]);

  if (totalMs === 0) return null;
  const at = atMs ?? totalMs;
  const now = stretches.find((one) => at >= one.startMs && at < one.endMs);
  const scaleMs = Math.ceil(totalMs / tickStep(totalMs)) * tickStep(totalMs);
  const left = (ms: number) => `${(ms / scaleMs) * 100}%`;
  const ticks = Array.from({ length: Math.floor(scaleMs / tickStep(totalMs)) + 1 }, (_, i) => i * tickStep(totalMs));
  return (
    <div className="flex items-start gap-3">
      <button
        type="button"
        aria-label={playing ? t("stop") : t("play")}
        onClick={() => onPlay(!playing)}
        className="grid size-9 shrink-0 place-items-center rounded-md border border-line-strong hover:bg-hover max-md:size-11"
      >
        {playing ? <Square className="size-3.5" aria-hidden /> : <Play className="size-4" aria-hidden />}
      </button>
      <div className="min-w-0 grow">
        <div className="relative h-9">
          <div className="absolute inset-x-0 top-1 h-6 rounded-sm" style={{ width: left(totalMs) }}>
            <div className="size-full rounded-sm bg-sunken" />
          </div>
          {stretches.map((one) => (
            <div
              key={`${one.kind}-${one.startMs}`}
              className={cn(
                "absolute top-1 grid h-6 place-items-center overflow-hidden rounded-sm font-semibold text-xs",
                LOOK[one.kind],
              )}
              style={{ left: left(one.startMs), width: left(one.endMs - one.startMs) }}
            >
              {one.kind === "text" ? (
                t("textMark")
              ) : one.kind === "images_1" || one.kind === "images_2" ? (
                <span className="truncate px-1">{t(`what.${one.kind}`)}</span>
              ) : null}
            </div>
          ))}
          <input
            type="range"
            min={0}
            max={totalMs}
            step={STEP_MS}
            value={Math.round(at)}
            aria-label={t("at")}
            aria-valuetext={t("atValue", { seconds: seconds(at), what: t(`what.${now?.kind ?? "done"}`) })}
            onChange={(event) => {
              onPlay(false);
              const value = Number(event.target.value);
              onSeek(value >= totalMs - STEP_MS ? null : value);
            }}
            className="scrubber absolute inset-x-0 -top-1 h-9"
            style={{ width: left(totalMs) }}
          />
        </div>
        <div className="relative h-5 border-line-strong border-t text-ink-3 text-xs tabular-nums" aria-hidden>
          {ticks.map((tick, i) => (
            <span
              key={tick}
              className={cn(
                "absolute top-1",
                i > 0 && (i === ticks.length - 1 ? "-translate-x-full" : "-translate-x-1/2"),
              )}
              style={{ left: left(tick) }}
            >
              {t("seconds", { n: tick / 1000 })}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}
