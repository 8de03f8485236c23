import type { Certainty } from "@/db/enums";

/** What a gateway needs to know of a bot to reach it. */
export type BotFacts = { endpoint: string; deviceId: string; botName: string; secret?: string };

export type ImageBytes = { bytes: Uint8Array; mime: string };

/**
 * `signal` ends a call that is no longer wanted; `timeoutMs` is its own limit, see callTimeoutMs. `mark` is what `open`
 * answered (null: there will be no evidence); a send without one opens by itself.
 */
export type CallContext = { signal?: AbortSignal; timeoutMs: number; mark?: string | null };

export type Capability = {
  maxImagesPerCall: number;
  maxImageBytes: number;
  /** Sum of the images' bytes in one call. */
  maxCallBytes: number;
  confirms: "delivery" | "handoff" | "none";
  /** Whether the gateway itself waits after images; otherwise the sender does. */
  honoursMediaWait: boolean;
  addressing: "roomId" | "roomName";
};

/** Why a gateway certainly did not pass a call on. */
export const gatewayReasons = [
  "bot_offline",
  "queue_full",
  "gateway_refused",
  "auth_failed",
  "egress_denied",
  "payload_too_large",
  "unsupported_media",
  "room_unknown",
] as const;
export type GatewayReason = (typeof gatewayReasons)[number];

/**
 * What one call came to. `rejected`: certainly not sent. `unknown`: it may have been sent, so nobody sends it again by
 * themselves (rulings 9, 10). `configuration`: a person has to change something before any retry makes sense.
 * `detail` names no message text and no secret.
 */
export type Outcome =
  | { kind: "accepted"; certainty: Certainty; ref?: string; raw?: unknown }
  | { kind: "rejected"; reason: GatewayReason; retryable: boolean; configuration: boolean; detail: string }
  /** `ref`: what the gateway called the message before it fell silent. */
  | {
      kind: "unknown";
      reason: "timeout" | "conn_reset" | "bad_response" | "gateway_5xx" | "not_observed";
      detail: string;
      ref?: string;
    };
export type Rejected = Extract<Outcome, { kind: "rejected" }>;
/** What was sent, as far as a gateway can be asked about it. */
export type Expected = { kind: "text"; text: string } | { kind: "images"; count: number };
/** An earlier call, as its ledger row remembers it. */
export type SentCall = {
  /** What `open` answered before it. */
  mark: string | null;
  /** The mark of the next call into the same room, where there was one: nothing after it can be this call's. */
  nextMark: string | null;
  ref: string | null;
  /** References already credited to other calls. */
  taken: readonly string[];
  expected: Expected;
};
/** What is known of a call afterwards. `none` proves nothing: absence of evidence never permits a re-send (rulings 9). */
export type Evidence =
  | { kind: "found"; certainty: Certainty; ref: string | null; raw?: unknown }
  | { kind: "failed"; detail: string }
  | { kind: "none"; detail: string }
  | { kind: "unreachable"; detail: string };

export type Health =
  /** `leastGapMs`: closer together than that its calls may get lost. */
  | { ok: true; latencyMs: number; detail: string; leastGapMs?: number }
  | { ok: false; latencyMs: number; reason: GatewayReason; detail: string };

/** One bot gateway dialect. One call carries one chunk of one part. Never throws for what a gateway does. */
export interface KakaoGateway {
  readonly capability: Capability;
  /** Read-only; never sends. */
  health(bot: BotFacts, context: CallContext): Promise<Health>;
  /** Before the intent is written: reaches the gateway and marks the room's place in its log, so that the call can be looked for later. Sends nothing. */
  open(bot: BotFacts, roomId: string, context: CallContext): Promise<{ kind: "ready"; mark: string | null } | Rejected>;
  sendText(bot: BotFacts, roomId: string, text: string, context: CallContext): Promise<Outcome>;
  sendImages(bot: BotFacts, roomId: string, images: readonly ImageBytes[], context: CallContext): Promise<Outcome>;
  /** What an earlier call came to, asked afterwards; read-only. */
  lookUp(bot: BotFacts, roomId: string, sent: SentCall, context: CallContext): Promise<Evidence>;
}
