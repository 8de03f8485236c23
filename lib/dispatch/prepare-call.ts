import "server-only";
import { unseal } from "@/lib/access/sealed";
import type { Runtime } from "@/lib/runtime";
import { parseObjectKey } from "@/lib/storage/object-key";
import { callTimeoutMs } from "@/lib/transports/call-timeout";
import type { BotFacts, CallContext, GatewayReason, ImageBytes, KakaoGateway, Outcome } from "@/lib/transports/port";
import type { AccessRefusal } from "./access-refusal";
import type { Run, RunBot, RunPart } from "./load-run";

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
  | { kind: "unknown"; reason: UnknownReason; detail: string };
type UnknownReason = Extract<Outcome, { kind: "unknown" }>["reason"] | "interrupted";

export type PreparedCall = {
  /** The longest the call may take, with looking for its proof, in ms. */
  needsMs: number;
  send: (signal: AbortSignal) => Promise<Outcome>;
};

/** A gateway looks for the message in the phone's own log before and after the call itself. */
const PROOF_MS = 12_000;

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
  if (payload.kind === "text") {
    const timeoutMs = callTimeoutMs(Buffer.byteLength(payload.text));
    return prepared(gateway, timeoutMs, (context) => gateway.sendText(bot, run.room.roomId, payload.text, context));
  }
  const images: ImageBytes[] = [];
  for (const key of payload.keys) {
    const image = await readImage(rt, key);
    if (!image) return refusal("image_missing", key);
    images.push(image);
  }
  const bytes = images.reduce((sum, image) => sum + image.bytes.byteLength, 0);
  return prepared(gateway, callTimeoutMs(bytes), (context) =>
    gateway.sendImages(bot, run.room.roomId, images, context),
  );
}

const prepared = (
  gateway: KakaoGateway,
  timeoutMs: number,
  call: (context: CallContext) => Promise<Outcome>,
): PreparedCall => ({
  needsMs: timeoutMs + (gateway.capability.confirms === "none" ? 0 : PROOF_MS),
  send: (signal) => call({ signal, timeoutMs }),
});

function botFacts(rt: Pick<Runtime, "env">, bot: RunBot): BotFacts | null {
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
