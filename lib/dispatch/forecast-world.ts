import type { LogKind, LogStatus } from "@/db/enums";
import type { Pace } from "@/lib/deliveries/rate-limit";
import type { LimitName, Limits } from "@/lib/rooms/limits";
import type { CallRules } from "@/lib/schedules/composition";
import type { AccessRefusal } from "./access-refusal";
import type { Target } from "./load-targets";
import type { OpenRun } from "./order-runs";
import type { PartState } from "./part-result";

/** Everything one device has to do, as it stands now. Devices don't touch each other: a world is a list of them. */
export type DeviceWorld = {
  /** No call before that: the rest of its gap after the last one. */
  restUntil: Date | null;
  /** `standing`: why nothing can be sent with the bot now, null when it can. */
  bots: ReadonlyMap<number, { minGapMs: number; standing: string | null }>;
  rooms: ReadonlyMap<number, { limits: Limits; pace: Pace }>;
  schedules: readonly WorldSchedule[];
  /** Open runs of the ledger. */
  runs: readonly LedgerRun[];
  /** Images that can't be read any more. */
  missing: ReadonlySet<string>;
};

export type WorldSchedule = { target: Target; rules: CallRules; refusal: AccessRefusal | null };

export type LedgerRun = OpenRun & {
  scheduleId: number;
  botId: number;
  kind: LogKind;
  status: LogStatus;
  reasonCode: string | null;
  expiresAt: Date | null;
  parts: readonly PartState[];
  refusal: AccessRefusal | null;
};

/** What becomes of one run. */
export type RunForecast = {
  at: Date;
  scheduleId: number;
  roomId: number;
  kind: LogKind;
  /** When its first call went or goes; null when none does. */
  startedAt: Date | null;
  /** Another run of its room was not over yet when this one fell due. */
  isBehind: boolean;
  /** The last limit that stood in its way: after how many sent parts, and when it went on (null: never). */
  deferred: { rule: LimitName; sent: number; until: Date | null } | null;
  sent: number;
  parts: number;
  /** `waited`: its hour was over. */
  end: { status: LogStatus; reason: string | null; at: Date; waited: boolean } | null;
};
