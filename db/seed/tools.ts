import type { Executor } from "../client";
import type { ImageMime, MessageLogStatus, MessageStatus, PartKind, ScheduleType, Weekday } from "../enums";
import type { PartPayload } from "../schema/deliveries";

export type StoryRecurrence = {
  scheduleType: ScheduleType;
  scheduleTime: string;
  scheduleDate: string | null;
  scheduleWeekdays: Weekday[];
};
export type StoryValidity = { validFrom: Date; validUntil: Date };

/** What a schedule says, as far as cutting it into calls is concerned. */
export type StoryContent = {
  messageText: string | null;
  messageImages1: string[];
  messageImages2: string[];
  sendOrder: "text_first" | "images_first" | "images_only";
  sendIntervalSeconds: number;
  mediaWaitTime1: number;
  mediaWaitTime2: number;
};
export type StoryPart = { seq: number; kind: PartKind; chunk: number; payload: PartPayload; waitAfterMs: number };

export type PreparedPicture = { body: Uint8Array; thumb: Uint8Array; width: number; height: number; frames: number };
export type StoredPicture = { key: string; sha256: Buffer; bytes: number };

export type StoryCounts = Record<MessageLogStatus, number>;
export type StoryPhone = { phoneKey: Buffer; phone: Buffer; phoneLast4: string };

/** What the story needs of the product above it; whoever seeds hands it in, so that the demo can't disagree with it. */
export type SeedTools = {
  hashPassword: (password: string) => Promise<string>;
  nextOccurrence: (rule: StoryRecurrence, validity: StoryValidity, after: Date) => Date | null;
  /** A wall time in Korea some days after the day of `now`, as an instant. */
  kstInstant: (now: Date, days: number, time: string) => Date;
  /** `YYYY-MM-DDTHH:mm` on the Korean clock. */
  kstWallTime: (at: Date) => string;
  planParts: (content: StoryContent, bytesOf: (key: string) => number) => StoryPart[];
  /** The upload's own pipeline, then the store; the row is the story's. */
  preparePicture: (bytes: Uint8Array, mime: ImageMime) => Promise<PreparedPicture>;
  /** A number as the tables hold it, and a list of them as a message keeps what it received. */
  sealPhone: (digits: string) => StoryPhone;
  sealNumbers: (digits: readonly string[]) => Buffer;
  /** Puts all messages into the sums of their days. */
  enterRollups: (tx: Executor) => Promise<void>;
  messageStatus: (counts: StoryCounts) => MessageStatus;
  /** The sealed Solapi key of a tenant that has one of its own, and what of it may be shown. */
  ownSolapiKey: (tenantId: number) => { solapiKey: Buffer; solapiKeyHint: string };
  /** A file of a customer as an old system left it, at its path and as old as `at` says. */
  keepCustomerFile: (path: string, body: Uint8Array, at: Date) => Promise<void>;
  /** Takes what lies there of an earlier telling out of the way. */
  clearCustomerFiles: () => Promise<void>;
  storePicture: (picture: PreparedPicture, mime: ImageMime, orgId: number, at: Date) => Promise<StoredPicture>;
};
