import type { Certainty } from "@/db/enums";

/** What a gateway needs to know of a bot to reach it. */
export type BotFacts = { endpoint: string; deviceId: string; botName: string; secret?: string };

export type ImageBytes = { bytes: Uint8Array; mime: string };

/** `signal` ends a call that is no longer wanted; `timeoutMs` is its own limit, see callTimeoutMs. */
export type CallContext = { signal?: AbortSignal; timeoutMs: number };

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
  | { kind: "unknown"; reason: "timeout" | "conn_reset" | "bad_response" | "gateway_5xx"; detail: string };

export type Health =
  | { ok: true; latencyMs: number; detail: string }
  | { ok: false; latencyMs: number; reason: GatewayReason; detail: string };

/** One bot gateway dialect. One call carries one chunk of one part. Never throws for what a gateway does. */
export interface KakaoGateway {
  readonly capability: Capability;
  /** Read-only; never sends. */
  health(bot: BotFacts, context: CallContext): Promise<Health>;
  sendText(bot: BotFacts, roomId: string, text: string, context: CallContext): Promise<Outcome>;
  sendImages(bot: BotFacts, roomId: string, images: readonly ImageBytes[], context: CallContext): Promise<Outcome>;
}
