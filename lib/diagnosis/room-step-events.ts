/** What can be told of an occurrence in a room, step by step, and the values each carries; `…At` are instants, `part` counts from one. A name that phones use too means the same there. */
export const roomStepEvents = {
  // API: who wanted it, and that it was written down before anything else.
  by_schedule: ["level"],
  asked_now: [],
  asked_test: [],
  planned: ["parts"],
  planned_late: ["parts", "lateMinutes"],
  not_planned: [],
  switched_off: [],
  schedule_deleted: [],
  decided: [],
  // Decided by a person, as the audit tells.
  decided_delivered: [],
  decided_not_delivered: [],
  decided_resend: [],
  decided_give_up: [],

  // Queue: when it was due and what it waited for.
  due: [],
  written: ["expiresAt"],
  limited: ["untilAt"],
  rests: ["untilAt"],
  next_try: ["untilAt"],
  ready: ["expiresAt"],
  ahead: ["ahead"],
  ahead_many: ["ahead"],
  first_in_line: [],
  lane_held: ["untilAt"],
  lane_free: [],
  waits_for_person: [],
  missed_down: [],
  missed_busy: [],
  skipped_limit: [],
  skipped_by_person: [],
  too_old: ["count", "fromAt"],
  wait_over: [],

  // Worker: who passed by and took it on.
  downtime: ["fromAt", "toAt"],
  pass: ["planned", "delivered", "failed", "unknown", "deferred"],
  pass_open: [],
  pass_failed: [],
  pass_stopped: ["lastAt"],
  never_passed: [],
  workers: ["workers", "version"],
  no_workers: [],
  began: ["part", "attempt", "fence"],
  never_began: [],
  refused_before: ["part", "attempt"],
  try_later: ["part", "attempt"],
  rests_before: ["part", "attempt"],
  interrupted: ["part", "attempt"],
  late_answer: [],

  // Provider: every call to the bot's gateway and what it answered.
  taken: ["part", "attempt"],
  handed_off: ["part", "attempt"],
  seen_in_room: ["part", "attempt"],
  refused: ["part", "attempt"],
  refused_again: ["part", "attempt"],
  refused_rests: ["part", "attempt"],
  no_answer: ["part", "attempt"],
  evidence_found: [],
  evidence_failed: [],
  asks_again: ["part", "times", "askAt"],
  asked_in_vain: ["part", "times"],
  bot_rests: ["untilAt", "failures"],
  bot_answered: [],
  bot_silent: [],
  bot_never_seen: [],
  never_called: [],
  parts_left_out: ["parts"],
  // Where it stops and no other step says so.
  stopped: [],
} as const;
export type RoomStepEvent = keyof typeof roomStepEvents;

/** Bars of the time line. */
export const roomSpanEvents = {
  not_written: [],
  in_line: [],
  between: ["part"],
  calling: ["part", "attempt"],
  undecided: [],
  downtime: [],
} as const;
export type RoomSpanEvent = keyof typeof roomSpanEvents;

export const roomKnown = [
  "written_before",
  "nobody_called",
  "went_once",
  "arrived",
  "handed_over",
  "refused_for_sure",
  "goes_by_itself",
  "never_by_itself",
  "never_twice",
] as const;
export const roomUnknown = [
  "has_it_arrived",
  "has_it_left",
  "seen_by_whom",
  "what_happened_then",
  "what_pass_did",
] as const;
