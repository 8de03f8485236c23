import type { AlertKind } from "@/db/enums";

/** Where a reader goes to do something about an alert. */
export function hrefOf(kind: AlertKind, subject: string): string {
  switch (kind) {
    case "bot_parked":
    case "slow":
      return "/settings/rooms";
    case "success_rate":
      return "/logs?status=failed";
    case "queue_age":
      return "/logs?status=deferred";
    case "unknown_waiting":
      return "/logs?status=unknown";
    case "schedule_error":
      return `/schedules/${idIn(subject)}`;
    case "batch_held":
      return "/messages?status=queued,sending";
    case "results_late":
      return "/messages?status=sent,partial";
    case "sender_lapsed":
      return "/settings/messaging/senders";
    case "tenant_paused":
    case "ledger_mismatch":
    case "balance_low":
      return `/settings/messaging/${idIn(subject)}`;
    case "coverage_shortfall":
    case "coverage_low":
      return "/coverage";
    case "image_drift":
      return "/images";
    case "layer_broken":
      return "/diagnosis";
    case "no_tick":
    case "clock_skew":
      return "/#dispatcher";
  }
}

/** `bot:3` → 3; 0 where the whole installation is meant. */
export const idIn = (subject: string): number => Number(/:(\d+)$/.exec(subject)?.[1] ?? 0);
