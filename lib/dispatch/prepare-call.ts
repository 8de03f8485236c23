import "server-only";
import { unseal } from "@/lib/access/sealed";
import type { Runtime } from "@/lib/runtime";
import { parseObjectKey } from "@/lib/storage/object-key";
import { callTimeoutMs } from "@/lib/transports/call-timeout";
import type { BotFacts, CallContext, GatewayReason, ImageBytes, Outcome } from "@/lib/transports/port";
import type { AccessRefusal } from "./access-refusal";
import type { Run, RunBot, RunPart } from "./load-runs";

/** Why the engine itself never made a call. */
export type OwnReason =
  | AccessRefusal
  | "image_missing"
  | "gateway_missing"
  | "secret_unreadable"
  | "not_prepared"
  | "sent_too_late";
export type Rejection = Omit<Extract<Outcome, { kind: "rejected" }>, "reason"> & { reason: GatewayReason | OwnReason };
/** What one call came to, the engine's own refusals included. */
export type CallOutcome =
  | Extract<Outcome, { kind: "accepted" }>
  | Rejection
  | { kind: "unknown"; reason: UnknownReason; detail: string; ref?: string };
export type UnknownReason = Extract<Outcome, { kind: "unknown" }>["reason"] | "interrupted";

export type PreparedCall = {
  /** The longest the call may take, with looking for its proof, in ms. */
  needsMs: number;
  /** Reaches the gateway before the intent is written and marks the room's place; sends nothing. */
  open: () => Promise<{ kind: "ready"; mark: string | null } | Rejection>;
  send: (mark: string | null, signal: AbortSignal) => Promise<Outcome>;
};

/** A gateway looks for the message in the phone's own log before and after the call itself. */
const PROOF_MS = 12_000;
/** A gateway that doesn't answer a question in this time isn't trusted with a message. */
const OPEN_MS = 5_000;

/** Certainly not sent, and sending it again would change nothing. */
export const refusal = (reason: OwnReason, detail: string, over: Partial<Rejection> = {}): Rejection => ({
  kind: "rejected",
  reason,
  retryable: false,
  configuration: false,
  detail,
  ...over,
});

/** Everything a call needs, read before the intent is written: a missing picture then is no unknown. */
export async function prepareCall(
  rt: Pick<Runtime, "storage" | "gateway" | "env">,
  run: Run,
  part: RunPart,
): Promise<PreparedCall | Rejection> {
  if (run.refusal) return refusal(run.refusal, "", { configuration: run.refusal === "bot_not_approved" });
  const gateway = rt.gateway(run.bot.gateway);
  if (!gateway) return refusal("gateway_missing", run.bot.gateway, { configuration: true });
  const bot = botFacts(rt, run.bot);
  if (!bot) return refusal("secret_unreadable", "", { configuration: true });
  const { payload } = part;
  const { roomId } = run.room;
  const prepared = (bytes: number, call: (context: CallContext) => Promise<Outcome>): PreparedCall => {
    const timeoutMs = callTimeoutMs(bytes);
    return {
      needsMs: timeoutMs + (gateway.capability.confirms === "none" ? 0 : PROOF_MS),
      open: () => gateway.open(bot, roomId, { timeoutMs: OPEN_MS }),
      send: (mark, signal) => call({ signal, timeoutMs, mark }),
    };
  };
  if (payload.kind === "text")
    return prepared(Buffer.byteLength(payload.text), (context) => gateway.sendText(bot, roomId, payload.text, context));
  const images: ImageBytes[] = [];
  for (const key of payload.keys) {
    const image = await readImage(rt, key);
    if (!image) return refusal("image_missing", key);
    images.push(image);
  }
  const bytes = images.reduce((sum, image) => sum + image.bytes.byteLength, 0);
  return prepared(bytes, (context) => gateway.sendImages(bot, roomId, images, context));
}

/** How to reach a bot; null when its secret can't be opened with this installation's keys. */
export function botFacts(rt: Pick<Runtime, "env">, bot: RunBot): BotFacts | null {
  const { endpoint, deviceId, botName, secret } = bot;
  if (!secret) return { endpoint, deviceId, botName };
  try {
    const opened = unseal(rt.env.ENCRYPTION_KEYS, `kb_bots|${bot.id}|secret`, secret);
    return { endpoint, deviceId, botName, secret: opened };
  } catch {
    return null;
  }
}

const MIMES: Record<string, string> = { jpg: "image/jpeg", png: "image/png", gif: "image/gif" };

async function readImage(rt: Pick<Runtime, "storage">, text: string): Promise<ImageBytes | null> {
  const key = parseObjectKey(text);
  const found = key && (await rt.storage.read(key));
  if (!found) return null;
  const bytes = new Uint8Array(await new Response(found.body).arrayBuffer());
  return { bytes, mime: MIMES[text.split(".").at(-1) ?? ""] ?? "application/octet-stream" };
}
