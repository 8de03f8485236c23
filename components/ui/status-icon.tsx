import { cn } from "./cn";

/** Every state a run, part or message can show. Blocked and missed wear failed's hue with an icon of their own. */
export const statusKinds = [
  "accepted",
  "handed",
  "arrived",
  "sending",
  "scheduled",
  "deferred",
  "unknown",
  "failed",
  "missed",
  "skipped",
  "blocked",
  "cancelled",
  "unreached",
] as const;
export type StatusKind = (typeof statusKinds)[number];

type Look = { family: string; circle?: "full" | "dashed" | "dotted"; lines: string };
const HANDED: Look = { family: "is-handed", circle: "full", lines: "M5.25 8h5.25M8.4 5.85 10.55 8 8.4 10.15" };
const CROSS = "m6 6 4 4M10 6l-4 4";

const LOOK: Record<StatusKind, Look> = {
  accepted: HANDED,
  handed: HANDED,
  arrived: { family: "is-arrived", circle: "full", lines: "m5.4 8.2 1.85 1.8 3.4-3.75" },
  sending: { family: "is-sending", lines: "M8 2a6 6 0 1 1-5.2 3M8 10.5v-5M5.9 7.5 8 5.4l2.1 2.1" },
  scheduled: { family: "is-scheduled", circle: "full", lines: "M8 4.75V8l2.25 1.5" },
  deferred: { family: "is-deferred", lines: "M13.9 8.6A6 6 0 1 1 12.2 3.7M12.5 1.5v2.6H9.9M8 5.25V8l1.9 1.25" },
  unknown: {
    family: "is-unknown",
    circle: "full",
    lines: "M6.3 6.4a1.75 1.75 0 1 1 2.55 1.55c-.6.32-.85.62-.85 1.15M8 11.1h.01",
  },
  failed: { family: "is-failed", circle: "full", lines: CROSS },
  missed: {
    family: "is-failed",
    lines: "M13.95 7.2A6 6 0 1 0 7.2 13.95M8 4.75V8l1.5 1M10.9 10.9l2.9 2.9M13.8 10.9l-2.9 2.9",
  },
  skipped: { family: "is-skipped", circle: "dashed", lines: "M5.5 8h5" },
  blocked: { family: "is-failed", circle: "full", lines: "m3.9 3.9 8.2 8.2" },
  cancelled: { family: "is-skipped", circle: "full", lines: CROSS },
  unreached: { family: "is-skipped", circle: "dotted", lines: "" },
};
const DASH = { full: undefined, dashed: "2.6 2.1", dotted: "1.2 2.57" };

/** The class that sets the four status variables for everything below. */
export const statusFamily = (kind: StatusKind): string => LOOK[kind].family;

/** The drawing alone; a word always stands beside it. */
export function StatusIcon({ kind, className }: { kind: StatusKind; className?: string }) {
  const { circle, lines } = LOOK[kind];
  return (
    <svg
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden
      className={cn("base:size-4 shrink-0", className)}
    >
      {circle && <circle cx="8" cy="8" r="6" strokeDasharray={DASH[circle]} />}
      {lines && <path d={lines} />}
    </svg>
  );
}
