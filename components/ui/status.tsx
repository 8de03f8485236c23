import {
  Ban,
  CircleArrowRight,
  CircleArrowUp,
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleMinus,
  CircleX,
  Clock,
  ClockAlert,
  ClockFading,
  Inbox,
} from "lucide-react";
import type { ComponentType, ReactNode } from "react";
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

type Icon = ComponentType<{ className?: string; "aria-hidden"?: boolean }>;
const LOOK: Record<StatusKind, { family: string; icon: Icon }> = {
  accepted: { family: "is-handed", icon: Inbox },
  handed: { family: "is-handed", icon: CircleArrowRight },
  arrived: { family: "is-arrived", icon: CircleCheck },
  sending: { family: "is-sending", icon: CircleArrowUp },
  scheduled: { family: "is-scheduled", icon: Clock },
  deferred: { family: "is-deferred", icon: ClockFading },
  unknown: { family: "is-unknown", icon: CircleHelp },
  failed: { family: "is-failed", icon: CircleX },
  missed: { family: "is-failed", icon: ClockAlert },
  skipped: { family: "is-skipped", icon: CircleMinus },
  blocked: { family: "is-failed", icon: Ban },
  cancelled: { family: "is-skipped", icon: CircleX },
  unreached: { family: "is-skipped", icon: CircleDashed },
};

/** The class that sets the four status variables for everything below. */
export const statusFamily = (kind: StatusKind): string => LOOK[kind].family;

export function StatusIcon({ kind, className }: { kind: StatusKind; className?: string }) {
  const { icon: Icon } = LOOK[kind];
  return <Icon className={cn("size-4 shrink-0", className)} aria-hidden />;
}

type Props = { kind: StatusKind; children: ReactNode; className?: string; title?: string };

/** Icon and word, for tables and lists. */
export function Status({ kind, children, className, title }: Props) {
  return (
    <span
      title={title}
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap font-medium text-(--c) text-sm",
        LOOK[kind].family,
        className,
      )}
    >
      <StatusIcon kind={kind} className="size-3.5" />
      {children}
    </span>
  );
}

/** The same as a pill, only beside a page's title or alone in a card's head. */
export function Badge({ kind, children, className }: Props) {
  return (
    <span
      className={cn(
        "inline-flex h-6 items-center gap-1.5 whitespace-nowrap rounded-full border border-(--c-border) bg-(--c-surface) px-2.5 font-medium text-(--c) text-xs",
        LOOK[kind].family,
        className,
      )}
    >
      <StatusIcon kind={kind} className="size-3.5" />
      {children}
    </span>
  );
}

/** The square beside a task: its kind at a glance, the words carry the meaning. */
export function Glyph({ kind, children }: { kind: StatusKind; children?: ReactNode }) {
  return (
    <span
      className={cn(
        "grid size-8 shrink-0 place-items-center rounded-md bg-(--c-surface) text-(--c) [&_svg]:size-4",
        LOOK[kind].family,
      )}
    >
      {children ?? <StatusIcon kind={kind} />}
    </span>
  );
}
