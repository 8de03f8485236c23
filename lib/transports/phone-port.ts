import type { PhoneChannel } from "@/db/enums";

/** One account at the provider; its key and secret never reach a log or an answer. */
export type PhoneAccount = { apiKey: string; apiSecret: string };

/** Why the provider certainly did not do what it was asked. */
export const phoneReasons = [
  "auth_failed",
  "ip_not_allowed",
  "clock_skew",
  "no_balance",
  "sender_unregistered",
  "app_blocked",
  "throttled",
  "unavailable",
  "bad_response",
  "invalid",
  "not_found",
  "group_state",
] as const;
export type PhoneReason = (typeof phoneReasons)[number];

/**
 * Certainly not done. `configuration`: a person has to change something before asking again makes sense; otherwise
 * `retryable` says whether the same request may be made later. `detail` names no number, text or secret.
 */
export type Refusal = {
  kind: "refused";
  reason: PhoneReason;
  configuration: boolean;
  retryable: boolean;
  /** The provider's own word, as it wrote it. */
  code: string | null;
  detail: string;
};
/** It may have been done; only asking again tells. */
export type Unknown = { kind: "unknown"; reason: "timeout" | "lost" | "gateway_5xx" | "bad_response"; detail: string };

export type PhoneMessage = {
  /** Comes back with everything the provider says of it. */
  logId: string;
  to: string;
  from: string;
  channel: PhoneChannel;
  /** Rendered; an Alimtalk is rendered by the provider from its template. */
  text: string;
  subject?: string | null;
  imageId?: string | null;
  /** A text instead of a refused Alimtalk is a row of ours (rulings 1), so the provider never sends one by itself. */
  kakao?: { pfId: string; templateId: string; variables: Record<string, string> } | null;
};

export type BuildOrder = {
  batchId: string;
  /** Marks what is ours at the provider (rulings 17). */
  installationId: string;
  attempt: number;
  /** No number twice; each `logId` once. */
  messages: readonly PhoneMessage[];
};
export type BuiltRow = { logId: string; messageId: string; statusCode: string };
export type RefusedRow = { logId: string; messageId: string | null; code: string; message: string };
/**
 * `accountId`: the provider's own name of the account, whichever of its keys was used. Nothing of a build can leave by itself: after `refused` and `unknown` the group is gone or an
 * orphan to sweep.
 */
export type Built =
  | { kind: "built"; groupId: string; accountId: string | null; rows: BuiltRow[]; refused: RefusedRow[] }
  | Refusal
  | (Unknown & { groupId: string | null });

/** The provider gave the group up; a person decides (rulings 17). */
export type Gone = { kind: "gone"; status: "FAILED" | "DELETED"; detail: string };
export type Fired = { kind: "sent" } | { kind: "held"; refusal: Refusal } | Gone | Unknown;
/** `removed` proves it never was sent and never will be; `left` proves it was (solapi.md §6.2). */
export type Removed = { kind: "removed" } | { kind: "left"; status: GroupStatus } | Gone | Refusal | Unknown;

/** `dropped`: none of them is in the group any more. `left`: it was sent with them. */
export type Dropped = { kind: "dropped" } | { kind: "left"; status: GroupStatus } | Gone | Refusal | Unknown;

export const groupStatuses = ["PENDING", "SENDING", "COMPLETE", "SCHEDULED", "FAILED", "DELETED"] as const;
/** `OTHER`: a word of the provider we don't know. */
export type GroupStatus = (typeof groupStatuses)[number] | "OTHER";

export type PhoneGroup = {
  groupId: string;
  status: GroupStatus;
  count: { total: number; registered: number; refused: number; sent: number; failed: number; pending: number };
  /** What it cost in KRW, money and points, refunds taken off; null where it isn't told. */
  price: number | null;
  unitPrices: Partial<Record<PhoneChannel, number>>;
  /** The provider's own diary of the group, oldest first. */
  log: { at: Date | null; message: string }[];
  customFields: Record<string, string>;
  createdAt: Date | null;
  sentAt: Date | null;
  completedAt: Date | null;
};

/** One message as the provider tells it; whatever it left out or wrote strangely is null. */
export type ReportedMessage = {
  messageId: string;
  groupId: string | null;
  logId: string | null;
  installationId: string | null;
  /** The provider's word: SMS, LMS, MMS, ATA or any other. */
  type: string | null;
  to: string | null;
  from: string | null;
  text: string | null;
  subject: string | null;
  status: string | null;
  statusCode: string | null;
  reason: string | null;
  networkName: string | null;
  customFields: Record<string, string>;
  createdAt: Date | null;
  updatedAt: Date | null;
  processedAt: Date | null;
  reportedAt: Date | null;
  receivedAt: Date | null;
};

/** `nextKey` null: the last page. `unread`: entries that had not even an id. */
export type Page<T> = { kind: "ok"; items: T[]; nextKey: string | null; unread: number };

export type MessageQuery = {
  dateType?: "CREATED" | "UPDATED";
  from?: Date;
  to?: Date;
  startKey?: string | null;
  /** Asked for by hundreds; then no other page follows. */
  messageIds?: readonly string[];
};

export type Sender = { number: string; status: string; expiresAt: Date | null };
export type Template = {
  templateId: string;
  name: string;
  channelId: string | null;
  content: string;
  /** Only APPROVED can be sent. */
  status: string;
  variables: string[];
  /** What its reviewer wrote last, such as why it was refused. */
  comment: string | null;
};
export type OptOut = { number: string; senderNumber: string | null; at: Date | null };

/** Puts messages into a group and sends it once: the steps of solapi.md §6.2. */
export interface PhoneSending {
  /** Repeatable; ≤ 1,000,000 messages. */
  build(account: PhoneAccount, order: BuildOrder): Promise<Built>;
  /** Repeatable by anybody; one group is sent at most once. */
  fire(account: PhoneAccount, groupId: string): Promise<Fired>;
  /** The tie-breaker: only a group that was never sent can be removed. */
  remove(account: PhoneAccount, groupId: string): Promise<Removed>;
  /** Takes messages out of a group that was not sent yet. Repeatable: who is out already stays out. */
  drop(account: PhoneAccount, groupId: string, messageIds: readonly string[]): Promise<Dropped>;
  uploadImage(
    account: PhoneAccount,
    image: { bytes: Uint8Array; name: string },
  ): Promise<{ kind: "ok"; imageId: string } | Refusal>;
}

/** What became of them; read-only, and read again a moment later may tell more (reads lag behind). */
export interface PhoneReports {
  group(account: PhoneAccount, groupId: string): Promise<{ kind: "ok"; group: PhoneGroup } | Refusal>;
  messagesOf(
    account: PhoneAccount,
    groupId: string,
    startKey?: string | null,
  ): Promise<Page<ReportedMessage> | Refusal>;
  /** Pages of 500 in no promised order; reads lag behind, so windows should overlap. */
  list(account: PhoneAccount, query: MessageQuery): Promise<Page<ReportedMessage> | Refusal>;
  /** Groups made since then, of whoever and whatever became of them. */
  groupsSince(account: PhoneAccount, from: Date, startKey?: string | null): Promise<Page<PhoneGroup> | Refusal>;
  /** Groups that were built and not sent, of whoever. */
  pendingGroups(account: PhoneAccount, startKey?: string | null): Promise<Page<PhoneGroup> | Refusal>;
}

export type Balance = {
  kind: "ok";
  /** In KRW. */
  balance: number;
  point: number;
  /** The provider's own name of the account: the same for all of its keys. */
  accountId: string | null;
  /** How far our clock is ahead of the provider's, to a second. */
  skewMs: number | null;
};

/** The account itself; read-only. */
export interface PhoneDesk {
  balance(account: PhoneAccount): Promise<Balance | Refusal>;
  senders(account: PhoneAccount): Promise<{ kind: "ok"; senders: Sender[] } | Refusal>;
  templates(account: PhoneAccount, startKey?: string | null): Promise<Page<Template> | Refusal>;
  prices(account: PhoneAccount): Promise<{ kind: "ok"; prices: Partial<Record<PhoneChannel, number>> } | Refusal>;
  /** Who refused by the free 080 call. */
  optOuts(account: PhoneAccount, startKey?: string | null): Promise<Page<OptOut> | Refusal>;
}

/** One provider of texts to phones. Never throws for what the provider does. */
export interface PhoneProvider extends PhoneSending, PhoneReports, PhoneDesk {}
