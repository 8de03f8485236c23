import type {
  BatchPhase,
  BotStatus,
  Gateway,
  Layer,
  LogKind,
  LogSource,
  LogStatus,
  MessageLogStatus,
  MessageOrigin,
  MessageStatus,
  OrgStatus,
  PartKind,
  PartStatus,
  PhoneChannel,
  RoomStatus,
  ScheduleStatus,
  SenderStatus,
} from "@/db/enums";
import type { AccessRefusal } from "@/lib/dispatch/access-refusal";

/** One line of the trail (`delivery_events`). */
export type TrailFact = {
  id: number;
  layer: Layer;
  event: string;
  code: string | null;
  detail: string | null;
  httpStatus: number | null;
  ms: number | null;
  at: Date;
};

/** What of the installation decides whether anything moves at all. */
export type SystemFacts = {
  /** When a pass last ended without an error; null = none in sight. */
  lastPassAt: Date | null;
  /** It should have passed and hasn't. */
  isStopped: boolean;
  /** Living processes that send, by their heartbeat. */
  workers: number;
  queueDriver: "mysql" | "sqs";
};

/** A request that was refused before anything was written: nothing but the answer's reason is left of it (S1-08…10, S3-06…09). */
export type RequestFacts = { subject: "request"; reason: string };

/** One recipient of one message to phones, as its rows say. Everything is what is recorded; nothing is guessed. */
export type PhoneFacts = {
  subject: "phone";
  now: Date;
  message: {
    id: number;
    status: MessageStatus;
    reasonCode: string | null;
    origin: MessageOrigin;
    sendAt: Date | null;
    createdAt: Date;
    isSandbox: boolean;
  };
  /** Null: nobody wrote a row for this recipient (imported history). */
  row: {
    id: number;
    status: MessageLogStatus;
    reasonCode: string | null;
    providerCode: string | null;
    channel: PhoneChannel;
    source: LogSource;
    isInferred: boolean;
    leg: number;
    attemptNo: number;
    createdAt: Date;
    sentAt: Date | null;
    finalAt: Date | null;
  } | null;
  /** Null: it never came into the queue. */
  batch: {
    id: number;
    phase: BatchPhase;
    heldReason: string | null;
    attempt: number;
    lostBuilds: number;
    hasGroup: boolean;
    availableAt: Date | null;
    sendBefore: Date | null;
    /** Somebody works on it until then. */
    leaseUntil: Date | null;
    publishedAt: Date | null;
    createdAt: Date;
    committedAt: Date | null;
    sentAt: Date | null;
    doneAt: Date | null;
    polls: number;
    pollAt: Date | null;
  } | null;
  /** Of its batch and of its own row, oldest first. */
  trail: readonly TrailFact[];
  /** As it stands now, not as it was then. */
  tenant: {
    isActive: boolean;
    /** The channel's price; null = not configured. */
    price: string | null;
    /** Won that are free to reserve. */
    available: string;
    sender: string | null;
    senderStatus: SenderStatus | null;
    /** What Solapi said of it when it was last asked. */
    senderAtProvider: string | null;
    /** Why everything of this tenant waits; null = it doesn't. */
    parkReason: string | null;
  };
  system: SystemFacts;
};

/** One occurrence of a schedule in one room. */
export type RoomFacts = {
  subject: "room";
  now: Date;
  log: {
    id: number;
    kind: LogKind;
    status: LogStatus;
    reasonCode: string | null;
    scheduledAt: Date;
    nextAttemptAt: Date | null;
    expiresAt: Date | null;
    startedAt: Date | null;
    completedAt: Date | null;
    createdAt: Date;
    isCatchUp: boolean;
    isSandbox: boolean;
    isDecided: boolean;
  };
  parts: readonly {
    seq: number;
    kind: PartKind;
    chunk: number;
    status: PartStatus;
    certainty: "accepted" | "handed_off" | "delivered" | null;
    errorCode: string | null;
    attempt: number;
    fence: number;
    startedAt: Date | null;
    finishedAt: Date | null;
    askAt: Date | null;
  }[];
  trail: readonly TrailFact[];
  room: { status: RoomStatus; isDeleted: boolean };
  bot: {
    id: number;
    gateway: Gateway;
    status: BotStatus;
    isDeleted: boolean;
    failures: number;
    parkReason: string | null;
    breakerOpenUntil: Date | null;
    isHealthy: boolean | null;
  };
  /** Of the organisation it belongs to and all above it. */
  orgs: readonly OrgStatus[];
  schedule: { status: ScheduleStatus; isDeleted: boolean };
  /** What the last check before a call would say now; null = it may go. */
  access: AccessRefusal | null;
  /** The device's lane: who holds it until when, and how many runs stand before this one. */
  lane: { leaseUntil: Date | null; readyAt: Date | null; ahead: number };
  system: SystemFacts;
};

export type Facts = RequestFacts | PhoneFacts | RoomFacts;
