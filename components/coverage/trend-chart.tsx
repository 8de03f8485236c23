export type TrendPoint = { day: string; pct: number };

type Props = {
  points: readonly TrendPoint[];
  width: number;
  label: string;
  target: { pct: number; label: string };
  milestone: { pct: number; label: string };
  /** Words at the last point and at the lowest one. */
  last: string;
  lowest: string | null;
};

const PAD = { left: 44, right: 16, top: 16, bottom: 28 };
const HEIGHT = { wide: 236, narrow: 200 };
const DAYS_A_MARK = { wide: 5, narrow: 10 };

/** Where the axis begins: as near as the figures allow, so that a dip of a percent is seen. */
const floorOf = (lowest: number): number => [90, 80, 50].find((floor) => lowest >= floor) ?? 0;

/** A rate by the day against its two goals; without a fill, for the axis need not begin at nothing. */
export function TrendChart({ points, width, label, target, milestone, last, lowest }: Props) {
  const isWide = width > 500;
  const height = isWide ? HEIGHT.wide : HEIGHT.narrow;
  const low = points.reduce((least, one) => (one.pct < least.pct ? one : least), points[0]!);
  const floor = floorOf(Math.min(low.pct, milestone.pct));
  const x = (i: number) =>
    points.length === 1 ? width - PAD.right : PAD.left + (i / (points.length - 1)) * (width - PAD.left - PAD.right);
  const y = (pct: number) => height - PAD.bottom - ((pct - floor) / (100 - floor)) * (height - PAD.top - PAD.bottom);
  const step = (100 - floor) / (floor === 50 || floor === 0 ? 5 : 4);
  const marks = Array.from({ length: Math.round((100 - floor) / step) + 1 }, (_, i) => floor + i * step);
  const every = isWide ? DAYS_A_MARK.wide : DAYS_A_MARK.narrow;
  const end = points.length - 1;
  const lowAt = points.indexOf(low);
  const lowIsRight = x(lowAt) > width * 0.7;
  const lowIsDeep = y(low.pct) > height - PAD.bottom - 22;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} className="block h-auto w-full" role="img" aria-label={label}>
      {marks.map((mark) => (
        <g key={mark}>
          <line
            x1={PAD.left}
            x2={width - PAD.right}
            y1={y(mark)}
            y2={y(mark)}
            stroke={mark === floor ? "var(--line-strong)" : "var(--line)"}
          />
          <text x={PAD.left - 8} y={y(mark) + 4} textAnchor="end" fill="var(--ink-3)" fontSize="12">
            {Number(mark.toFixed(1))}%
          </text>
        </g>
      ))}
      {points.map(
        ({ day }, i) =>
          (end - i) % every === 0 && (
            <text
              key={day}
              x={x(i)}
              y={height - 8}
              textAnchor={i === end ? "end" : "middle"}
              fill="var(--ink-3)"
              fontSize="12"
            >
              {Number(day.slice(5, 7))}.{Number(day.slice(8))}
            </text>
          ),
      )}
      <Goal
        {...target}
        x1={PAD.left}
        x2={width - PAD.right}
        y={y(target.pct)}
        above
        isGoal
        stroke="var(--deferred-mark)"
      />
      <Goal
        {...milestone}
        x1={PAD.left}
        x2={width - PAD.right}
        y={y(milestone.pct)}
        above={milestone.pct === floor}
        stroke="var(--line-strong)"
      />
      {points.length > 1 && (
        <polyline
          points={points.map(({ pct }, i) => `${x(i).toFixed(1)},${y(pct).toFixed(1)}`).join(" ")}
          fill="none"
          stroke="var(--ink-2)"
          strokeWidth="1.75"
          strokeLinejoin="round"
        />
      )}
      {lowest !== null && lowAt !== end && (
        <>
          <circle
            cx={x(lowAt)}
            cy={y(low.pct)}
            r="4.5"
            fill="var(--surface)"
            stroke="var(--failed-mark)"
            strokeWidth="2"
          />
          <text
            x={x(lowAt) + (lowIsRight ? -10 : 10)}
            y={y(low.pct) + (lowIsDeep ? -6 : 16)}
            textAnchor={lowIsRight ? "end" : "start"}
            fill="var(--ink)"
            fontSize="12"
            fontWeight="600"
          >
            {lowest}
          </text>
        </>
      )}
      <circle cx={x(end)} cy={y(points[end]!.pct)} r="4" fill="var(--ink)" />
      <text
        x={x(end)}
        y={y(points[end]!.pct) + (y(points[end]!.pct) > height - PAD.bottom - 28 ? -10 : 20)}
        textAnchor="end"
        fill="var(--ink)"
        fontSize="12"
        fontWeight="600"
      >
        {last}
      </text>
    </svg>
  );
}

type GoalProps = {
  label: string;
  x1: number;
  x2: number;
  y: number;
  above?: boolean;
  isGoal?: boolean;
  stroke: string;
};

function Goal({ label, x1, x2, y, above = false, isGoal = false, stroke }: GoalProps) {
  return (
    <>
      <line x1={x1} x2={x2} y1={y} y2={y} stroke={stroke} strokeWidth="1.5" strokeDasharray="5 4" />
      <text x={x1 + 6} y={above ? y - 6 : y + 15} fill={isGoal ? "var(--deferred)" : "var(--ink-3)"} fontSize="12">
        {label}
      </text>
    </>
  );
}
