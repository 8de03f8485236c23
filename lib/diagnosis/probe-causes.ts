import type { FixId } from "./fixes";
import type { ProbeName } from "./probe-names";

/** What no message meets alone, but everybody: fixes of the installation itself. */
type OwnFix =
  | "start_database"
  | "check_database"
  | "run_migrations"
  | "check_storage"
  | "read_dead_letters"
  | "deploy_one_version"
  | "look_into";

/**
 * What can be wrong with what is looked at, and the one thing to do about it. Where a message can meet it too, both bear the
 * name it has in the table of conditions. Their words lie under `causes` of `diagnosis`.
 */
const CAUSES = {
  database_down: "start_database",
  write_refused: "check_database",
  schema_behind: "run_migrations",
  storage_read_only: "check_storage",
  timeout: "look_into",
  messaging_inactive: "turn_messaging_on",
  sender_required: "choose_sender",
  price_not_configured: "set_price",
  insufficient_balance: "charge",
  queue_long: "add_worker",
  queue_not_told: "put_in_queue_again",
  queue_denied: "allow_queue",
  queue_key_wrong: "set_queue_key",
  queue_missing: "name_queue",
  queue_unreachable: "reach_queue",
  dead_letters: "read_dead_letters",
  group_failed: "decide_batch",
  group_deleted: "decide_batch",
  group_lost: "decide_batch",
  build_lost: "decide_batch",
  messaging_off: "turn_messaging_on",
  template_unapproved: "choose_template",
  template_refused: "fix_template",
  mode_changed: "use_same_mode",
  picture_missing: "upload_image",
  number_unreadable: "restore_keys",
  scheduler_stopped: "start_scheduler",
  no_worker: "start_worker",
  version_mismatch: "deploy_one_version",
  host_clock_skew: "set_clock",
  auth_failed: "check_key",
  ip_not_allowed: "allow_ip",
  clock_skew: "set_clock",
  no_balance: "charge_solapi",
  sender_unregistered: "register_sender",
  number_guarded: "lift_number_guard",
  app_blocked: "ask_solapi",
  key_missing: "set_solapi_key",
  key_unreadable: "restore_keys",
  provider_unreachable: "wait_for_provider",
  report_late: "wait_for_report",
  bot_offline: "reconnect_bot",
  bot_auth_failed: "set_bot_secret",
  gateway_unsure: "reconnect_bot",
  gateway_refused: "reconnect_bot",
  egress_denied: "allow_bot_address",
  gateway_missing: "choose_gateway",
  secret_unreadable: "set_bot_secret",
  bot_not_approved: "approve_bot",
} as const satisfies Record<string, FixId | OwnFix>;

export type ProbeCause = keyof typeof CAUSES;
export const probeCauses = Object.keys(CAUSES) as ProbeCause[];
export const isProbeCause = (cause: string): cause is ProbeCause => Object.hasOwn(CAUSES, cause);

/** What to do about a cause; of one this version has no words for, that somebody has to look into it. */
export const fixFor = (cause: string): FixId | OwnFix => (isProbeCause(cause) ? CAUSES[cause] : "look_into");

/** The gateways' own words that mean something else for an account. */
const OF_BOT: Record<string, ProbeCause> = { auth_failed: "bot_auth_failed" };
export const botCause = (reason: string): string => OF_BOT[reason] ?? reason;

/** What a refusal of Solapi comes to: what a person has to put right, or that it doesn't answer as it should. */
export const accountCause = (reason: string): string => (isProbeCause(reason) ? reason : "provider_unreachable");

/** Where a person goes about something that is bad; an operator's own business has no page of ours. */
export function placeOf(name: ProbeName, id: number | null): string | null {
  switch (name) {
    case "setup":
    case "account":
      return id === null ? "/settings/messaging" : `/settings/messaging/${id}`;
    case "sender":
      return "/settings/messaging/senders";
    case "held":
    case "phones":
      return "/messages?status=queued,sending";
    case "results":
      return "/messages?status=sent,partial";
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
