import type { AccessRefusal } from "@/lib/dispatch/access-refusal";
import { type Condition, LEFT_MS, LONG_LINE_MS, onLayer, plain, type Row, UNTAKEN_MS } from "./conditions";
import type { RoomFacts } from "./facts";
import { dueMs, isCalling, isOpen, isServed, orphanedMs, reasonOf } from "./room-state";

type RoomRow = Row<RoomFacts>;

const API: readonly RoomRow[] = [
  [
    "schedule_broken",
    "edit_schedule",
    "S2-84",
    { reasons: ["schedule_broken"], when: (facts) => isOpen(facts) && facts.schedule.status === "error" },
  ],
];

/** Due and in nobody's hands, though something passes, the bot may be used and it may go to its room. */
const isUntaken = (facts: RoomFacts, ms: number) =>
  dueMs(facts) > ms &&
  !facts.system.isStopped &&
  !isServed(facts) &&
  !isCalling(facts) &&
  facts.bot.parkReason === null &&
  facts.access === null;

const QUEUE: readonly RoomRow[] = [
  ["limit_gap", "raise_limit", "rulings 6", { reasons: ["minGapSeconds"] }],
  ["limit_minute", "raise_limit", "rulings 6", { reasons: ["perMinute"] }],
  ["limit_hour", "raise_limit", "rulings 6", { reasons: ["perHour"] }],
  ["limit_calls", "raise_limit", "rulings 6", { reasons: ["callsPerDay"] }],
  ["limit_runs", "raise_limit", "rulings 6", { reasons: ["runsPerDay"] }],
  plain("device_busy", "decide_run", "rulings 5"),
  plain("wait_over", "send_run_again", "rulings 6"),
  [
    "lane_asleep",
    "let_resume",
    "rulings 3",
    { when: (facts) => isUntaken(facts, LEFT_MS) && facts.lane.readyAt === null },
  ],
  [
    "line_long",
    "wait_for_turn",
    "rulings 5",
    {
      when: (facts) =>
        dueMs(facts) > LONG_LINE_MS && !facts.system.isStopped && facts.bot.parkReason === null && facts.lane.ahead > 0,
    },
  ],
];

const isStopped = (facts: RoomFacts) => facts.system.isStopped && dueMs(facts) > 0;
const refused = (reason: AccessRefusal) => (facts: RoomFacts) => facts.access === reason && dueMs(facts) > 0;
/** Asked again right before every call (S2-101): a run that is over says it in its row, one that waits would meet it. */
const access = (id: string, fix: RoomRow[1], reason: AccessRefusal): RoomRow => [
  id,
  fix,
  "S2-101",
  { reasons: [reason], when: refused(reason) },
];

const WORKER: readonly RoomRow[] = [
  ["no_worker", "start_worker", "S1-04", { when: (facts) => isStopped(facts) && facts.system.workers === 0 }],
  ["scheduler_stopped", "start_scheduler", "S1-16", { when: isStopped }],
  ["call_orphaned", "let_resume", "rulings 9", { when: (facts) => orphanedMs(facts) > LEFT_MS, standing: "unknown" }],
  ["interrupted", "decide_run", "rulings 9", { reasons: ["interrupted"], standing: "unknown" }],
  ["scheduler_was_down", "decide_run", "rulings 5", { reasons: ["scheduler_down"] }],
  ["too_old", "send_run_again", "rulings 5", { reasons: ["too_old"] }],
  access("room_deleted", "restore_room", "room_deleted"),
  access("room_inactive", "turn_room_on", "room_inactive"),
  access("room_moved", "choose_room", "room_moved"),
  access("room_not_test", "choose_test_room", "room_not_test"),
  access("org_inactive", "turn_org_on", "org_inactive"),
  access("sender_disabled", "save_schedule_anew", "sender_disabled"),
  access("sender_no_access", "save_schedule_anew", "sender_no_access"),
  access("bot_not_approved", "approve_bot", "bot_not_approved"),
  ["images_missing", "change_images", "S2-26", { reasons: ["image_missing"] }],
  plain("egress_denied", "allow_bot_address", "rulings 20"),
  plain("gateway_missing", "choose_gateway", "rulings 11"),
  plain("secret_unreadable", "set_bot_secret", "S1-24"),
  plain("not_prepared", "send_run_again", "engine 4"),
  plain("sent_too_late", "send_run_again", "engine 4"),
  [
    "run_untaken",
    "read_worker_log",
    "S1-17",
    { when: (facts) => isUntaken(facts, UNTAKEN_MS) && facts.lane.ahead === 0 && facts.lane.readyAt !== null },
  ],
];

/** A bot that didn't answer when it was last asked, with something due for it. */
const isAway = (facts: RoomFacts) =>
  facts.bot.isHealthy === false && facts.bot.parkReason === null && dueMs(facts) > 60_000 && !isCalling(facts);
/** Its bot rested through its hour, and is back. */
const isBackAgain = (facts: RoomFacts) =>
  facts.log.status === "missed" && OF_BOT.includes(facts.log.reasonCode ?? "") && facts.bot.parkReason === null;
const OF_BOT: readonly string[] = ["bot_offline", "gateway_unsure", "bot_auth_failed", "auth_failed", "queue_full"];

const PROVIDER: readonly RoomRow[] = [
  ["missed_for_bot", "decide_run", "rulings 5", { when: isBackAgain }],
  ["bot_offline", "reconnect_bot", "rulings 10", { reasons: ["bot_offline"], when: isAway }],
  plain("gateway_unsure", "reconnect_bot", "rulings 10"),
  ["bot_auth_failed", "set_bot_secret", "kakao-gateways 3", { reasons: ["auth_failed"] }],
  ["bot_queue_full", "wait_for_turn", "kakao-gateways 3", { reasons: ["queue_full"] }],
  ["gateway_refused", "send_run_again", "rulings 10", { reasons: ["gateway_refused"] }],
  plain("room_unknown", "check_room_id", "kakao-gateways 4"),
  ["images_refused", "change_images", "kakao-gateways 3", { reasons: ["payload_too_large", "unsupported_media"] }],
  // It may have arrived: nobody sends it again by themselves
  ["call_timed_out", "decide_run", "rulings 9", { reasons: ["timeout"], standing: "unknown" }],
  ["call_cut_off", "decide_run", "rulings 9", { reasons: ["conn_reset"], standing: "unknown" }],
  ["answer_unreadable", "decide_run", "rulings 9", { reasons: ["bad_response", "gateway_5xx"], standing: "unknown" }],
  plain("not_observed", "decide_run", "rulings 9"),
  ["outcome_unseen", "decide_run", "rulings 9", { when: ({ log }) => log.status === "unknown", standing: "unknown" }],
  plain("not_delivered", "send_run_again", "rulings 8"),
];

/** In the order of the layers; the first that holds is where an occurrence stands. */
export const roomConditions: readonly Condition<RoomFacts>[] = [
  ...onLayer("room", "api", reasonOf, API),
  ...onLayer("room", "queue", reasonOf, QUEUE),
  ...onLayer("room", "worker", reasonOf, WORKER),
  ...onLayer("room", "provider", reasonOf, PROVIDER),
];
