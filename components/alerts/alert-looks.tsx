import { Bot, CalendarX, Clock, Gauge, HeartPulse, Hourglass, type LucideIcon, TrendingDown } from "lucide-react";
import { Glyph, type StatusKind } from "@/components/ui/status";
import type { AlertKind } from "@/db/enums";

const LOOKS: Record<AlertKind, { kind: StatusKind; icon: LucideIcon | null }> = {
  no_tick: { kind: "failed", icon: HeartPulse },
  bot_parked: { kind: "failed", icon: Bot },
  success_rate: { kind: "failed", icon: TrendingDown },
  queue_age: { kind: "deferred", icon: Hourglass },
  slow: { kind: "deferred", icon: Gauge },
  unknown_waiting: { kind: "unknown", icon: null },
  schedule_error: { kind: "blocked", icon: CalendarX },
  clock_skew: { kind: "deferred", icon: Clock },
};

/** The hue an alert wears: what stopped is red, what drags is amber, a question is violet. */
export const alertStatus = (kind: AlertKind): StatusKind => LOOKS[kind].kind;

/** The square before an alert. */
export function AlertGlyph({ kind }: { kind: AlertKind }) {
  const { kind: status, icon: Icon } = LOOKS[kind];
  return <Glyph kind={status}>{Icon && <Icon />}</Glyph>;
}
