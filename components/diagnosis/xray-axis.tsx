import { cn } from "@/components/ui/cn";
import type { Scale } from "./xray-scale";
import { tookText, type XrayTranslate } from "./xray-words";

type Props = {
  scale: Scale;
  mark: { family: string; at: number; label: string } | null;
  clock: (ms: number) => string;
  startMs: number;
  t: XrayTranslate;
};

/** Behind the bars where they are drawn as one line: steps of time, what is cut short, and where it stopped or is now. */
export function TimelineAxis({ scale, mark, clock, startMs, t }: Props) {
  const isWhole = scale.pieces.length === 1;
  return (
    <div aria-hidden className="absolute inset-y-0 right-0 left-24 text-ink-3 text-xs tabular-nums max-lg:hidden">
      {scale.pieces
        .filter(({ isCut }) => isCut)
        .map(({ from, to, left, right }) => (
          <span
            key={from}
            className="absolute inset-y-0 border-line-strong border-x border-dashed bg-sunken text-center"
            style={{ left: `${left}%`, width: `${right - left}%` }}
          >
            <span className="whitespace-nowrap rounded-b-sm bg-sunken px-1 text-ink-2">
              {t("line.cut", { took: tookText(to - from, t) })}
            </span>
          </span>
        ))}
      {scale.ticks.map((tick, i) => (
        <span key={tick.at} className="absolute inset-y-0 border-line border-s pt-0" style={{ left: `${tick.left}%` }}>
          <span
            className={cn(
              "absolute top-0 whitespace-nowrap bg-surface",
              i === 0 || !isWhole ? "left-1" : "-translate-x-1/2",
            )}
          >
            {i === 0 || !isWhole ? clock(tick.at) : `+${tookText(tick.at - startMs, t)}`}
          </span>
        </span>
      ))}
      {mark && (
        <span
          className={cn(
            "absolute top-6 bottom-0 z-1 border-s-[1.5px]",
            mark.family ? "border-(--c-mark) border-dashed text-(--c)" : "border-ink text-ink",
            mark.family,
          )}
          style={{ left: `${mark.at}%` }}
        >
          <span
            className={cn(
              "absolute top-0 whitespace-nowrap rounded-sm bg-surface px-1 font-semibold",
              mark.at > 86 ? "right-1.5" : "left-1.5",
            )}
          >
            {mark.label}
          </span>
        </span>
      )}
    </div>
  );
}
