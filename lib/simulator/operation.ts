import type { Account } from "./account";
import type { LogLine } from "./group";
import type { Message } from "./message";
import type { Settings } from "./settings";

/** A group at its creation. */
export type GroupSeed = {
  groupId: string;
  accountId: string;
  strict: boolean;
  allowDuplicates: boolean;
  customFields: Record<string, string>;
  sdkVersion: string | null;
  osPlatform: string | null;
  createdAt: number;
  log: LogLine[];
};
export type StoredFile = {
  fileId: string;
  accountId: string;
  type: string;
  name: string;
  fileSize: number;
  at: number;
};

/** Everything that can happen to the stand-in's world, in the order it happened: what its file holds. `at` in ms since 1970. */
export type Operation = { at: number } & (
  | { op: "settings"; settings: Settings }
  | { op: "account"; account: Account }
  | { op: "file"; file: StoredFile }
  | { op: "create"; group: GroupSeed }
  /** A group that was sent long ago, with its messages as they are today. */
  | { op: "past"; group: GroupSeed; messages: Message[] }
  /** The messages as they are at their registration; they become those of the world, not copies of them. */
  | { op: "add"; groupId: string; messages: Message[]; line: LogLine[] }
  | { op: "remove"; groupId: string; messageIds: string[] }
  | { op: "send"; groupId: string; resultDelayMs: number; lateDelayMs: number; line: LogLine }
  | { op: "schedule"; groupId: string; scheduledAt: number; line: LogLine }
  | { op: "unschedule"; groupId: string; to: "PENDING" | "FAILED"; line: LogLine }
  | { op: "fail"; groupId: string; line: LogLine }
  | { op: "delete"; groupId: string; line: LogLine }
  | { op: "result"; messageIds: string[]; code: string }
  | { op: "clock"; aheadMs: number }
  | { op: "reset" }
);
