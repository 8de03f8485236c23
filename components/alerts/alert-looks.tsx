import {
  Bot,
  CalendarX,
  Clock,
  ClockAlert,
  FileClock,
  FileX,
  Gauge,
  HeartPulse,
  Hourglass,
  ImageOff,
  Layers,
  type LucideIcon,
  MessageSquareOff,
  PackageX,
  PhoneOff,
  Scale,
  TrendingDown,
  Wallet,
} from "lucide-react";
import { Glyph } from "@/components/ui/glyph";
import { StatusIcon, type StatusKind } from "@/components/ui/status-icon";
import type { AlertKind } from "@/db/enums";

const LOOKS: Record<AlertKind, { kind: StatusKind; icon: LucideIcon | null }> = {
  no_tick: { kind: "failed", icon: HeartPulse },
  bot_parked: { kind: "failed", icon: Bot },
  layer_broken: { kind: "failed", icon: Layers },
  tenant_paused: { kind: "failed", icon: MessageSquareOff },
  batch_held: { kind: "blocked", icon: PackageX },
  sender_lapsed: { kind: "blocked", icon: PhoneOff },
  success_rate: { kind: "failed", icon: TrendingDown },
  queue_age: { kind: "deferred", icon: Hourglass },
  slow: { kind: "deferred", icon: Gauge },
  results_late: { kind: "deferred", icon: ClockAlert },
  unknown_waiting: { kind: "unknown", icon: null },
  schedule_error: { kind: "blocked", icon: CalendarX },
  coverage_shortfall: { kind: "failed", icon: FileX },
  coverage_low: { kind: "deferred", icon: FileClock },
  image_drift: { kind: "deferred", icon: ImageOff },
  ledger_mismatch: { kind: "failed", icon: Scale },
  balance_low: { kind: "deferred", icon: Wallet },
  clock_skew: { kind: "deferred", icon: Clock },
};

/** The hue an alert wears: what stopped is red, what drags is amber, a question is violet. */
export const alertStatus = (kind: AlertKind): StatusKind => LOOKS[kind].kind;

/** The square before an alert; without colour where it is only the rule. */
export function AlertGlyph({ kind, isOn = true }: { kind: AlertKind; isOn?: boolean }) {
  const { kind: status, icon: Icon } = LOOKS[kind];
  const icon = Icon ? <Icon /> : <StatusIcon kind={status} />;
  return isOn ? <Glyph kind={status}>{icon}</Glyph> : <Glyph>{icon}</Glyph>;
}
