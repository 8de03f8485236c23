import { cn } from "./cn";

/** `late` arrived after a delay. */
export type StripResult = "arrived" | "handed" | "late" | "unknown" | "failed" | "missed" | "skipped" | "cancelled";

const LOOK: Record<StripResult, { height: number; fill: string }> = {
  arrived: { height: 14, fill: "fill-arrived-mark" },
  handed: { height: 14, fill: "fill-handed-mark" },
  late: { height: 11, fill: "fill-deferred-mark" },
  unknown: { height: 14, fill: "" },
  failed: { height: 6, fill: "fill-failed-mark" },
  missed: { height: 6, fill: "fill-failed-mark" },
  skipped: { height: 4, fill: "fill-skipped-mark" },
  cancelled: { height: 4, fill: "fill-skipped-mark" },
};

type Props = {
  /** Oldest first; the last 14 are drawn. */
  results: readonly StripResult[];
  /** The same in words: `최근 14회: 도착 13, 실패 1`. */
  label: string;
  className?: string;
};

/** Health of a schedule at a glance: height and fill differ, not only the colour. */
export function ResultStrip({ results, label, className }: Props) {
  const shown = results.slice(-14);
  const width = Math.max(shown.length * 6 - 2, 4);
  return (
    <svg
      width={width}
      height="16"
      viewBox={`0 0 ${width} 16`}
      role="img"
      aria-label={label}
      className={cn("block shrink-0", className)}
    >
      {shown.map((result, i) => {
        const { height, fill } = LOOK[result];
        const key = `${i}-${result}`;
        return result === "unknown" ? (
          <rect
            key={key}
            x={i * 6 + 0.6}
            y={2.6}
            width={2.8}
            height={12.8}
            rx={1}
            className="fill-none stroke-unknown-mark"
            strokeWidth={1.2}
          />
        ) : (
          <rect key={key} x={i * 6} y={16 - height} width={4} height={height} rx={1} className={fill} />
        );
      })}
    </svg>
  );
}
