import type { ProbeName } from "./probe-names";

/** What can be wrong with what is looked at: keys under `causes` of the `diagnosis` words. */
export const probeCauses = [
  "database_down",
  "write_refused",
  "schema_behind",
  "storage_read_only",
  "timeout",
  "messaging_inactive",
  "sender_required",
  "price_not_configured",
  "insufficient_balance",
  "queue_late",
  "not_published",
  "queue_unreachable",
  "dead_letters",
  "batch_held",
  "no_tick",
  "no_worker",
  "version_mismatch",
  "clock_skew",
  "auth_failed",
  "ip_not_allowed",
  "no_balance",
  "sender_unregistered",
  "app_blocked",
  "key_missing",
  "key_unreadable",
  "unavailable",
  "results_late",
  "bot_offline",
  "gateway_unsure",
  "gateway_refused",
  "egress_denied",
  "gateway_missing",
  "secret_unreadable",
  "bot_not_approved",
] as const;
export type ProbeCause = (typeof probeCauses)[number];

export const isProbeCause = (cause: string): cause is ProbeCause => (probeCauses as readonly string[]).includes(cause);

/** Where a person goes about something that is bad; an operator's own business has no page of ours. */
export function placeOf(name: ProbeName, id: number | null): string | null {
  switch (name) {
    case "setup":
    case "account":
      return id === null ? "/settings/messaging" : `/settings/messaging/${id}`;
    case "sender":
      return "/settings/messaging/senders";
    case "held":
      return "/messages?status=queued,sending";
    case "results":
      return "/messages?status=sent,partial";
    case "phones":
      return "/messages?status=queued,sending";
    case "rooms":
      return "/logs?status=deferred";
    case "bot":
      return "/settings/rooms";
    case "tick":
    case "workers":
      return "/#dispatcher";
    default:
      return null;
  }
}

/** What to do about a cause: words of the same name say it. */
export const fixOf = (cause: string): string => FIX[cause as ProbeCause] ?? "look_into";

const FIX: Partial<Record<ProbeCause, string>> = {
  database_down: "start_database",
  write_refused: "check_database",
  schema_behind: "run_migrations",
  storage_read_only: "check_storage",
  messaging_inactive: "activate_messaging",
  sender_required: "choose_sender",
  price_not_configured: "set_price",
  insufficient_balance: "charge_credit",
  queue_late: "add_workers",
  not_published: "check_queue_access",
  queue_unreachable: "check_queue_access",
  dead_letters: "read_dead_letters",
  batch_held: "decide_batches",
  no_tick: "start_worker",
  no_worker: "start_worker",
  version_mismatch: "deploy_one_version",
  clock_skew: "sync_clock",
  auth_failed: "replace_key",
  ip_not_allowed: "allow_ip",
  no_balance: "charge_solapi",
  sender_unregistered: "register_sender",
  app_blocked: "ask_solapi",
  key_missing: "set_key",
  key_unreadable: "replace_key",
  unavailable: "wait_for_solapi",
  results_late: "wait_for_reports",
  bot_offline: "check_bot",
  gateway_unsure: "check_bot",
  gateway_refused: "check_bot",
  egress_denied: "allow_host",
  gateway_missing: "update_dochak",
  secret_unreadable: "set_secret",
  bot_not_approved: "approve_bot",
};
