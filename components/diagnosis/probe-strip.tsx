"use client";
import { useTranslations } from "use-intl";
import type { Mark } from "@/lib/diagnosis/probe-strip";

/** Height and fill differ, not only the colour. */
const LOOK: Record<Mark, { height: number; fill: string }> = {
  good: { height: 16, fill: "fill-arrived-mark" },
  mixed: { height: 11, fill: "fill-deferred-mark" },
  bad: { height: 5, fill: "fill-failed-mark" },
  none: { height: 2, fill: "fill-line-strong" },
};
const STEP = 5.5;

/** The last day of a probe in half hours, oldest first; it gets as narrow as its place. */
export function ProbeStrip({ marks }: { marks: readonly Mark[] }) {
  const t = useTranslations("diagnosis");
  const count = (mark: Mark) => marks.filter((one) => one === mark).length;
  const width = marks.length * STEP - 1.5;
  return (
    <svg
      viewBox={`0 0 ${width} 18`}
      role="img"
      aria-label={t("strip", { bad: count("bad"), mixed: count("mixed"), none: count("none"), good: count("good") })}
      className="block h-[18px] w-full max-w-[262px]"
      preserveAspectRatio="none"
    >
      {marks.map((mark, i) => {
        const { height, fill } = LOOK[mark];
        // biome-ignore lint/suspicious/noArrayIndexKey: half hours have no other name
        return <rect key={i} x={i * STEP} y={18 - height} width={4} height={height} rx={1} className={fill} />;
      })}
    </svg>
  );
}
