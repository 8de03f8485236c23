/** The words of the product. Zero imports: the browser, zod and the tables all read them from here. */

export const orgLevels = ["hq", "distributor", "agency", "branch"] as const;
export type OrgLevel = (typeof orgLevels)[number];

export const orgStatuses = ["active", "inactive"] as const;
export type OrgStatus = (typeof orgStatuses)[number];

export const roles = ["admin", "operator", "viewer"] as const;
export type Role = (typeof roles)[number];

export const userStatuses = ["active", "disabled"] as const;
export type UserStatus = (typeof userStatuses)[number];

export const gateways = ["iris_plain", "iris_signed", "domaeka_bridge"] as const;
export type Gateway = (typeof gateways)[number];

export const botStatuses = ["pending", "approved", "denied", "revoked", "blocked"] as const;
export type BotStatus = (typeof botStatuses)[number];

export const roomTypes = ["production", "test"] as const;
export type RoomType = (typeof roomTypes)[number];

export const roomStatuses = ["active", "inactive"] as const;
export type RoomStatus = (typeof roomStatuses)[number];

export const sendOrders = ["text_first", "images_first", "images_only"] as const;
export type SendOrder = (typeof sendOrders)[number];

export const scheduleTypes = ["once", "weekly", "daily"] as const;
export type ScheduleType = (typeof scheduleTypes)[number];

/** In the order of the seed's SET column, Monday first. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Weekday = (typeof weekdays)[number];

export const scheduleStatuses = ["active", "inactive", "completed", "error"] as const;
export type ScheduleStatus = (typeof scheduleStatuses)[number];

export const logKinds = ["schedule", "manual", "test"] as const;
export type LogKind = (typeof logKinds)[number];

export const logStatuses = [
  "planned",
  "sending",
  "success",
  "partial",
  "failed",
  "unknown",
  "deferred",
  "missed",
  "skipped",
  "expired",
  "cancelled",
] as const;
export type LogStatus = (typeof logStatuses)[number];

export const partKinds = ["text", "images_1", "images_2"] as const;
export type PartKind = (typeof partKinds)[number];

export const partStatuses = ["pending", "sending", "sent", "failed", "unknown", "skipped"] as const;
export type PartStatus = (typeof partStatuses)[number];

/** How far a part is known to have got, from weakest to strongest (rulings 12). */
export const certainties = ["accepted", "handed_off", "delivered"] as const;
export type Certainty = (typeof certainties)[number];

export const imageMimes = ["image/jpeg", "image/png", "image/gif"] as const;
export type ImageMime = (typeof imageMimes)[number];

export const imageStatuses = ["pending", "ready", "quarantined"] as const;
export type ImageStatus = (typeof imageStatuses)[number];

export const templateKinds = ["room", "sms", "alimtalk"] as const;
export type TemplateKind = (typeof templateKinds)[number];

export const layers = ["api", "queue", "worker", "provider"] as const;
export type Layer = (typeof layers)[number];

export const deliverySubjects = ["room_log", "batch", "message_log"] as const;
export type DeliverySubject = (typeof deliverySubjects)[number];

export const alertKinds = [
  "no_tick",
  "bot_parked",
  "layer_broken",
  "tenant_paused",
  "batch_held",
  "sender_lapsed",
  "success_rate",
  "queue_age",
  "slow",
  "results_late",
  "unknown_waiting",
  "schedule_error",
  "coverage_shortfall",
  "coverage_low",
  "image_drift",
  "ledger_mismatch",
  "balance_low",
  "clock_skew",
] as const;
export type AlertKind = (typeof alertKinds)[number];

export const alertStates = ["on", "off", "muted"] as const;
export type AlertState = (typeof alertStates)[number];

export const noticeEvents = ["on", "repeat", "off"] as const;
export type NoticeEvent = (typeof noticeEvents)[number];

export const noticeStates = ["pending", "sent", "failed"] as const;
export type NoticeState = (typeof noticeStates)[number];

export const instanceKinds = ["web", "worker"] as const;
export type InstanceKind = (typeof instanceKinds)[number];

/** Whose outcomes a person is told: those of what they made or asked for, of their own organisation, of all below it too. */
export const inboxReaches = ["mine", "org", "below"] as const;
export type InboxReach = (typeof inboxReaches)[number];

/** What a person may be told of an occurrence. */
export const inboxOutcomes = ["arrived", "failed", "unknown", "missed"] as const;
export type InboxOutcome = (typeof inboxOutcomes)[number];

export const senderStatuses = ["pending", "verified", "rejected", "revoked", "expired"] as const;
export type SenderStatus = (typeof senderStatuses)[number];

export const messageModes = ["sms", "lms", "mms", "alimtalk", "both"] as const;
export type MessageMode = (typeof messageModes)[number];

/** What carries one text to one phone, and what it is priced by. */
export const phoneChannels = ["sms", "lms", "mms", "alimtalk"] as const;
export type PhoneChannel = (typeof phoneChannels)[number];

/** 정보 · 광고: an advertisement has rules of its own (anchors §7). */
export const messagePurposes = ["info", "ad"] as const;
export type MessagePurpose = (typeof messagePurposes)[number];

export const messageStatuses = ["draft", "queued", "sending", "sent", "partial", "failed", "cancelled"] as const;
export type MessageStatus = (typeof messageStatuses)[number];

/** Of one recipient. `sent`: the provider took it; `delivered`: its report says it arrived. */
export const messageLogStatuses = [
  "queued",
  "sending",
  "sent",
  "delivered",
  "failed",
  "skipped",
  "unknown",
  "cancelled",
] as const;
export type MessageLogStatus = (typeof messageLogStatuses)[number];

export const messageOrigins = ["new", "imported"] as const;
export type MessageOrigin = (typeof messageOrigins)[number];

export const logSources = ["send", "recovery", "reconcile", "import"] as const;
export type LogSource = (typeof logSources)[number];

/** What of a message's recipients has no row: nothing, some, all, or some that nobody can name any more (C-06). */
export const gapKinds = ["none", "partial", "missing", "unrecoverable"] as const;
export type GapKind = (typeof gapKinds)[number];

/** Where it is known from whom a message was meant for: the old list, a row of the old log, the provider, a list of our own. */
export const recipientSources = ["import", "log", "provider", "own"] as const;
export type RecipientSource = (typeof recipientSources)[number];

export const snapshotReasons = ["nightly", "before", "after"] as const;
export type SnapshotReason = (typeof snapshotReasons)[number];

export const recoveryScopes = ["all", "messages", "phone", "filter"] as const;
export type RecoveryScopeKind = (typeof recoveryScopes)[number];

/** A plan turns stale when what it was made of has changed; only `applying` and `paused` have more to add, `undoing` to take away. */
export const recoveryStates = ["planned", "stale", "applying", "paused", "done", "undoing", "undone"] as const;
export type RecoveryState = (typeof recoveryStates)[number];

export const historyKinds = ["messages", "logs"] as const;
export type HistoryKind = (typeof historyKinds)[number];

export const historyStates = ["running", "done"] as const;
export type HistoryState = (typeof historyStates)[number];

/** How ours and the provider's word of one message differ. */
export const differenceKinds = ["status_differs", "missing_here", "missing_there"] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

/** `applied`: made even by itself or by a person; `kept`: a person left ours as it is. */
export const differenceStates = ["open", "applied", "kept"] as const;
export type DifferenceState = (typeof differenceStates)[number];

export const batchPhases = ["new", "committed", "sent", "done", "held", "expired", "cancelled"] as const;
export type BatchPhase = (typeof batchPhases)[number];

export const creditKinds = ["charge", "reserve", "settle", "release", "adjust"] as const;
export type CreditKind = (typeof creditKinds)[number];

export const optOutSources = ["manual", "import", "provider", "recipient"] as const;
export type OptOutSource = (typeof optOutSources)[number];

/** `pending`: reserved, its file not there yet; `missing`: its file is gone, kept because something uses it. */
export const customerImageStatuses = ["pending", "ready", "missing"] as const;
export type CustomerImageStatus = (typeof customerImageStatuses)[number];

/** What may use a customer's image; what is used is never removed. */
export const imageRefKinds = ["cover", "schedule", "message"] as const;
export type ImageRefKind = (typeof imageRefKinds)[number];

/** What a scan says of a row or a file (image-sync.md 2f). Only findings have one: what agrees is just counted. */
export const imageVerdicts = [
  "ghost",
  "mispath",
  "duplicate_key",
  "duplicate_content",
  "same_name",
  "expired_pending",
  "thumbnail",
  "thumbnail_only",
  "orphan",
  "corrupt",
] as const;
export type ImageVerdict = (typeof imageVerdicts)[number];

export const findingCertainties = ["certain", "doubtful"] as const;
export type FindingCertainty = (typeof findingCertainties)[number];

/** What would be done about a finding. `report`: nothing, ever. */
export const findingActions = [
  "delete_row",
  "mark_missing",
  "repoint_row",
  "set_aside",
  "delete_and_set_aside",
  "report",
] as const;
export type FindingAction = (typeof findingActions)[number];

/** A person's word on a finding. Certain ones go without it, doubtful ones only with `approved`. */
export const findingDecisions = ["open", "approved", "kept"] as const;
export type FindingDecision = (typeof findingDecisions)[number];

/** The life of a clean-up (image-sync.md 2d). `aborted`: a cap, the canary or the error rate stopped it. */
export const syncStates = [
  "scanning",
  "planned",
  "approved",
  "executing",
  "paused",
  "verifying",
  "stage_done",
  "done",
  "aborted",
  "undoing",
  "undone",
  "purging",
  "purged",
] as const;
export type SyncState = (typeof syncStates)[number];

/** What a scan was made for: by a person or script, by night, or to look again after a stage. */
export const syncReasons = ["manual", "nightly", "verify"] as const;
export type SyncReason = (typeof syncReasons)[number];

/** The parts of a scan, in order: preflight, lock-step walk of rows and files, a closer look at ghosts, duplicates, small pictures. */
export const syncPhases = ["preflight", "walk", "duplicates", "finish"] as const;
export type SyncPhase = (typeof syncPhases)[number];

export const syncStageStates = ["locked", "open", "approved", "executing", "verifying", "passed", "failed"] as const;
export type SyncStageState = (typeof syncStageStates)[number];

export const syncActs = ["delete_row", "mark_missing", "repoint_row", "set_aside"] as const;
export type SyncAct = (typeof syncActs)[number];

/** `intent`: written before a file moves, so that a crash is told from a failure. */
export const syncOpStates = [
  "planned",
  "intent",
  "done",
  "skipped",
  "failed",
  "undoing",
  "undone",
  "conflict",
  "purged",
] as const;
export type SyncOpState = (typeof syncOpStates)[number];
