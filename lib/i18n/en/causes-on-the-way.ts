export const causesOnTheWay = {
  not_in_queue: {
    title: "It didn't get into the queue",
    why: "There is a record but no batch to send. This should not happen.",
  },
  queue_denied: {
    title: "The queue denied permission",
    why: "SQS says this server may not put notices in (sqs:SendMessage).",
  },
  queue_key_wrong: {
    title: "The queue doesn't accept the AWS key",
    why: "The key is wrong or expired, so SQS couldn't be told.",
  },
  queue_missing: {
    title: "There is no queue of that name",
    why: "SQS knows no queue of this name. The name or the region may differ.",
  },
  queue_unreachable: {
    title: "The queue can't be reached",
    why: "SQS couldn't be connected to, so it wasn't told. The region or address may be wrong, or the connection is down.",
  },
  queue_not_told: {
    title: "The queue wasn't told",
    why: "It is due but the queue has no notice of it. Telling it again still sends once.",
  },
  queue_not_read: {
    title: "Nobody picked up the notice",
    why: "The queue was told but no worker reads it. The worker may be watching another queue.",
  },
  queue_long: {
    title: "The queue is behind",
    why: "Workers are alive, but so much came first that its turn hasn't come for over ten minutes.",
  },
  limit_gap: {
    title: "Too close to the room's last run",
    why: "It was put off because the last run was too close, and its hour passed meanwhile.",
  },
  limit_minute: {
    title: "The room's limit per minute",
    why: "It was put off because the minute was full, and its hour passed meanwhile.",
  },
  limit_hour: {
    title: "The room's limit per hour",
    why: "It was put off because the hour was full, and its own hour passed meanwhile.",
  },
  limit_calls: {
    title: "The room's daily number of messages",
    why: "Today's messages are used up, so it wasn't sent.",
  },
  limit_runs: { title: "The room's daily number of runs", why: "Today's runs are used up, so it wasn't sent." },
  device_busy: {
    title: "The bot was busy and its turn didn't come",
    why: "Other runs of the same bot took over an hour. Nothing was sent yet.",
  },
  wait_over: {
    title: "The rest waited over an hour and was stopped",
    why: "It had to wait too long halfway, so the rest wasn't sent.",
  },
  lane_asleep: {
    title: "The bot's line didn't wake up",
    why: "There is something to send but no time to wake at. The next sweep repairs it by itself.",
  },
  line_long: {
    title: "Many runs are ahead",
    why: "Runs of the same bot came first, and it has waited over ten minutes.",
  },
  no_worker: {
    title: "No sending program is alive",
    why: "No worker has a heartbeat, and the scheduler hasn't run.",
  },
  scheduler_stopped: { title: "The scheduler has stopped", why: "The program is alive but doesn't finish a pass." },
  builds_crash: {
    title: "The program keeps stopping while building the batch",
    why: "Workers that took this batch didn't write how it ended, more than once. Nobody got anything yet.",
  },
  worker_fault: {
    title: "The worker failed on this batch",
    why: "It failed before sending and is tried again soon. Nothing was sent.",
  },
  lease_lost: {
    title: "The worker that held it is gone",
    why: "It disappeared without giving its work back. The next worker goes on.",
  },
  left_behind: {
    title: "The batch is over but this person remains",
    why: "The records don't agree. This should not happen.",
  },
  left_out: {
    title: "Left out right before sending",
    why: "They opted out or took their consent back after it was accepted, so it went without them.",
  },
  sender_lapsed: {
    title: "The sender number is no longer verified",
    why: "The number it was accepted with isn't verified now, so the batch is held.",
  },
  key_missing: { title: "There is no Solapi key", why: "This organisation has no API key to send with." },
  key_unreadable: {
    title: "The stored Solapi key can't be opened",
    why: "The server lacks the encryption key that locked it.",
  },
  messaging_off: {
    title: "Messaging was switched off after it was accepted",
    why: "Messaging is off for this organisation, so the batch is held.",
  },
  template_unapproved: {
    title: "The template lost its approval after it was accepted",
    why: "It isn't approved now, so the batch is held.",
  },
  mode_changed: {
    title: "Live sending and the sandbox were swapped",
    why: "SOLAPI_MODE differs from when it was accepted, so it wasn't sent.",
  },
  picture_missing: {
    title: "The image isn't in the storage",
    why: "The image that was there when it was accepted can't be found.",
  },
  number_unreadable: {
    title: "The stored number can't be opened",
    why: "The server lacks the encryption key (ENCRYPTION_KEYS) that locked it.",
  },
  build_lost: {
    title: "The program stopped five times while building the batch",
    why: "Trying on would be the same, so it is held. Nobody got anything yet.",
  },
  expired: { title: "It didn't leave in time", why: "It was given up rather than arriving late." },
  results_not_asked: {
    title: "Nobody asks for the result",
    why: "It was sent, that is certain. But its result was due to be asked for and nobody did.",
  },
  call_orphaned: {
    title: "The program that was sending is gone",
    why: "It disappeared while handing the message to the bot, so nobody knows yet whether it went.",
  },
  interrupted: {
    title: "The scheduler went off while sending",
    why: "Nobody can tell whether it went, so it wasn't sent again.",
  },
  scheduler_was_down: {
    title: "The scheduler was down at that time",
    why: "The time to catch up passed, so it wasn't sent and a person is asked.",
  },
  too_old: {
    title: "More than a day late",
    why: "The scheduler was down for over a day, so this run was closed without sending.",
  },
  room_deleted: { title: "The room was deleted", why: "There is no room to send to." },
  room_inactive: { title: "The room is paused", why: "The room is set to paused, so nothing is sent." },
  room_moved: {
    title: "The room's owner or bot changed",
    why: "It differs from when it was scheduled, so it stopped rather than going to the wrong place.",
  },
  room_not_test: { title: "Not a test room", why: "A test can only be sent to a test room." },
  org_inactive: {
    title: "The organisation is paused",
    why: "This organisation or one above it is paused, so nothing is sent.",
  },
  sender_disabled: {
    title: "The schedule's author is disabled",
    why: "Their account is off, so nothing is sent in their name.",
  },
  sender_no_access: {
    title: "The schedule's author lost access",
    why: "Their organisation or role changed, so they may not send to this room.",
  },
  bot_not_approved: { title: "The bot isn't approved", why: "Only an approved bot may send to rooms." },
  images_missing: {
    title: "A stored image can't be found",
    why: "An image of the schedule isn't in the storage, so it wasn't sent.",
  },
  egress_denied: {
    title: "The bot's address isn't allowed",
    why: "It isn't among the addresses the server may call (EGRESS_ALLOW_HOSTS), so it wasn't called.",
  },
  gateway_missing: { title: "This bot's gateway can't be used yet", why: "The way to talk to it isn't installed." },
  secret_unreadable: {
    title: "The bot's secret can't be opened",
    why: "The server lacks the encryption key that locked it.",
  },
  not_prepared: {
    title: "It couldn't be prepared",
    why: "Preparing it failed before the call, so nothing was sent.",
  },
  sent_too_late: {
    title: "Time ran out before the call",
    why: "It took too long to get to the call, so it stopped without sending.",
  },
  run_untaken: {
    title: "It is due but nobody took it",
    why: "The scheduler passes, but nobody took this bot's work.",
  },
};
