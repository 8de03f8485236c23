import type { HourBar, RunLook } from "@/lib/home/today";
import { totalOf } from "@/lib/home/today";

/** From the bottom of a bar to its top: what is certain first, what is still to come last. */
const ORDER: RunLook[] = [
  "arrived",
  "handed",
  "sending",
  "unknown",
  "failed",
  "missed",
  "skipped",
  "cancelled",
  "scheduled",
  "deferred",
];
/** Past is filled, future outlined, deferred hatched, unknown hollow (mock/README, idea 4). */
const FILL: Record<RunLook, { fill: string; stroke?: string }> = {
  arrived: { fill: "var(--arrived-mark)" },
  handed: { fill: "var(--handed-mark)" },
  sending: { fill: "var(--sending-mark)" },
  unknown: { fill: "var(--surface)", stroke: "var(--unknown-mark)" },
  failed: { fill: "var(--failed-mark)" },
  missed: { fill: "var(--failed-surface)", stroke: "var(--failed-mark)" },
  skipped: { fill: "var(--skipped-mark)" },
  cancelled: { fill: "var(--surface)", stroke: "var(--skipped-mark)" },
  scheduled: { fill: "var(--scheduled-surface)", stroke: "var(--scheduled-border)" },
  deferred: { fill: "url(#deferred-hatch)", stroke: "var(--deferred-mark)" },
};

const PAD = { left: 34, right: 8, top: 44, bottom: 26 };
const HEIGHT = 186;
const MIN_SEGMENT = 4;

type Props = {
  bars: readonly HourBar[];
  /** Hours since midnight in Seoul, e.g. 14.08. */
  nowHour: number;
  width: number;
  label: string;
  nowLabel: string;
  hourLabel: (hour: number) => string;
};

/** One day's runs as stacked bars, drawn on the server for one width. */
export function HourChart({ bars, nowHour, width, label, nowLabel, hourLabel }: Props) {
  const peak = Math.max(4, ...bars.map((bar) => totalOf(bar.tally)));
  const step = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((size) => peak / size <= 3) ?? Math.ceil(peak / 3);
  const plot = HEIGHT - PAD.top - PAD.bottom;
  const slot = (width - PAD.left - PAD.right) / bars.length;
  const barWidth = Math.min(34, slot * 0.62);
  const y = (count: number) => HEIGHT - PAD.bottom - (count / peak) * plot;
  const first = bars[0]?.hour ?? 0;
  const nowX = PAD.left + (nowHour - first) * slot;
  const showNow = nowHour >= first && nowHour <= first + bars.length;
  const everyHour = slot >= 40;
  return (
    <svg viewBox={`0 0 ${width} ${HEIGHT}`} className="block h-auto w-full text-xs" role="img" aria-label={label}>
      <defs>
        <pattern id="deferred-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="6" height="6" fill="var(--deferred-surface)" />
          <rect width="2.2" height="6" fill="var(--deferred-mark)" />
        </pattern>
      </defs>
      {Array.from({ length: Math.floor(peak / step) + 1 }, (_, i) => i * step).map((mark) => (
        <g key={mark}>
          <line
            x1={PAD.left}
            x2={width - PAD.right}
            y1={y(mark)}
            y2={y(mark)}
            stroke={mark === 0 ? "var(--line-strong)" : "var(--line)"}
          />
          <text x={PAD.left - 8} y={y(mark) + 4} textAnchor="end" fill="var(--ink-3)" fontSize="12">
            {mark}
          </text>
        </g>
      ))}
      {bars.map((bar, i) => {
        const x = PAD.left + i * slot + (slot - barWidth) / 2;
        const total = totalOf(bar.tally);
        const isNow = Math.floor(nowHour) === bar.hour;
        let base = HEIGHT - PAD.bottom - 1;
        return (
          <g key={bar.hour}>
            {ORDER.filter((look) => bar.tally[look] > 0).map((look) => {
              const height = Math.max(MIN_SEGMENT, (bar.tally[look] / peak) * plot - 1);
              base -= height + 1;
              const { fill, stroke } = FILL[look];
              const inset = stroke ? 0.75 : 0;
              return (
                <rect
                  key={look}
                  x={x + inset}
                  y={base + 1 + inset}
                  width={barWidth - inset * 2}
                  height={height - inset * 2}
                  rx="2"
                  fill={fill}
                  {...(stroke && { stroke, strokeWidth: 1.5 })}
                />
              );
            })}
            {total > 0 && (
              <text
                x={x + barWidth / 2}
                y={base - 5}
                textAnchor="middle"
                fill="var(--ink-2)"
                fontSize="12"
                fontWeight={isNow ? 600 : 400}
              >
                {total}
              </text>
            )}
            {(everyHour || isNow || (i % 3 === 0 && Math.abs(bar.hour - Math.floor(nowHour)) > 1)) && (
              <text
                x={x + barWidth / 2}
                y={HEIGHT - 8}
                textAnchor="middle"
                fill={isNow ? "var(--ink)" : "var(--ink-2)"}
                fontSize="12"
                fontWeight={isNow ? 700 : 400}
              >
                {hourLabel(bar.hour)}
              </text>
            )}
          </g>
        );
      })}
      {showNow && (
        <g>
          <line x1={nowX} x2={nowX} y1={22} y2={HEIGHT - PAD.bottom} stroke="var(--ink)" />
          <rect x={clamp(nowX - 40, 0, width - 80)} y={2} width={80} height={20} rx={10} fill="var(--ink)" />
          <text
            x={clamp(nowX, 40, width - 40)}
            y={16}
            textAnchor="middle"
            fill="var(--surface)"
            fontSize="12"
            fontWeight="600"
          >
            {nowLabel}
          </text>
        </g>
      )}
    </svg>
  );
}

const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(value, most));
