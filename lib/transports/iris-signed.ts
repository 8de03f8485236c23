import "server-only";
import { randomUUID } from "node:crypto";
import { allowedUrl } from "./egress";
import { stopwatch } from "./health-check";
import { type HttpResult, httpCall } from "./http-call";
import { irisJson } from "./iris-answer";
import { imageForm } from "./iris-multipart";
import { doorOutcome, exceptionOf, FORGOTTEN, receiptOf, statusOf } from "./iris-receipt";
import { sha256Hex, signedHeaders } from "./iris-signature";
import type { BotFacts, CallContext, Capability, Evidence, Health, KakaoGateway, Outcome, Rejected } from "./port";
import { NOT_ALLOWED, offline, overLimit, rejected } from "./rejected";

export type IrisSignedOptions = {
  allowHosts: readonly string[];
  /** How long to follow a message the gateway has queued, in ms. */
  statusMs?: number;
  /** Pause between two looks, in ms. */
  statusStepMs?: number;
};

const MB = 1024 * 1024;
const CAPABILITY: Capability = {
  maxImagesPerCall: 8,
  maxImageBytes: 10 * MB,
  maxCallBytes: 30 * MB,
  confirms: "handoff",
  honoursMediaWait: false,
  addressing: "roomId",
};
const LOOK_MS = 3_000;
const IMAGE_TYPES = ["image/jpeg", "image/png", "image/gif", "image/webp"];
const NO_SECRET = rejected("auth_failed", "no secret is stored for this bot", { configuration: true });

/** Something to send: how it is written, and the hash that is signed for it. */
type Letter = { body: Buffer; contentType: string; sha256: string; text: string };

/** The signed fork of Iris (kakao-gateways.md §3). It tells when KakaoTalk was handed a message, never that it arrived. */
export function createIrisSigned({
  allowHosts,
  statusMs = 8_000,
  statusStepMs = 250,
}: IrisSignedOptions): KakaoGateway {
  async function call(
    bot: BotFacts,
    path: string,
    { timeoutMs, signal }: CallContext,
    letter?: Letter,
  ): Promise<HttpResult | Rejected> {
    const url = allowedUrl(bot.endpoint, path, allowHosts);
    if (!url) return NOT_ALLOWED;
    if (!bot.secret) return NO_SECRET;
    const method = letter ? "POST" : "GET";
    const bodySha256 = letter?.sha256 ?? sha256Hex("");
    const signed = signedHeaders(bot.secret, { method, url, bodySha256, nowMs: Date.now(), nonce: randomUUID() });
    const headers = { ...signed, accept: "application/json", ...(letter && { "content-type": letter.contentType }) };
    return httpCall({
      url,
      method,
      headers,
      timeoutMs,
      ...(letter && { body: letter.body }),
      ...(signal && { signal }),
    });
  }

  const look = ({ timeoutMs, signal }: CallContext): CallContext => ({
    timeoutMs: Math.min(timeoutMs, LOOK_MS),
    ...(signal && { signal }),
  });

  /** A gateway that doesn't answer, isn't ready or doesn't know our secret isn't trusted with a message. */
  async function knock(bot: BotFacts, context: CallContext): Promise<Rejected | null> {
    const url = allowedUrl(bot.endpoint, "/ready", allowHosts);
    if (!url) return NOT_ALLOWED;
    if (!bot.secret) return NO_SECRET;
    // A status nobody asked for exists: its 404 is the cheapest proof that the secret fits.
    const [ready, status] = await Promise.all([
      httpCall({ url, method: "GET", ...look(context) }),
      call(bot, "/reply-status/none", look(context)),
    ]);
    if (status.kind === "rejected") return status;
    for (const answer of [status, ready]) {
      if (answer.kind !== "answered") return offline(`no answer before the send: ${answer.code}`);
      const shut = doorOutcome(answer.status, answer.body);
      if (shut) return shut;
      if (answer.status >= 500) return offline(`HTTP ${answer.status} before the send`);
    }
    const isReady = ready.kind === "answered" && ready.status === 200 && irisJson(ready.body)?.status === "ready";
    const isKnown = status.kind === "answered" && status.status === 404 && exceptionOf(status.body) !== null;
    if (isReady && isKnown) return null;
    return rejected("gateway_refused", "the answer isn't the signed gateway's", { configuration: true });
  }

  const open: KakaoGateway["open"] = async (bot, _roomId, context) =>
    (await knock(bot, context)) ?? { kind: "ready", mark: null };

  async function statusFor(bot: BotFacts, ref: string, text: string, context: CallContext): Promise<Evidence> {
    const answer = await call(bot, `/reply-status/${encodeURIComponent(ref)}`, look(context));
    return answer.kind === "rejected" ? { kind: "unreachable", detail: answer.detail } : statusOf(answer, ref, text);
  }

  async function send(bot: BotFacts, roomId: string, letter: Letter, context: CallContext): Promise<Outcome> {
    const opened = context.mark === undefined ? await open(bot, roomId, context) : null;
    if (opened?.kind === "rejected") return opened;
    const answer = await call(bot, "/reply", context, letter);
    const receipt = answer.kind === "rejected" ? answer : receiptOf(answer, letter.text);
    return receipt.kind === "queued" ? follow(bot, receipt.requestId, letter.text, context) : receipt;
  }

  async function follow(bot: BotFacts, ref: string, text: string, context: CallContext): Promise<Outcome> {
    const untilMs = performance.now() + statusMs;
    let last: Evidence = FORGOTTEN;
    do {
      const seen = await statusFor(bot, ref, text, context);
      if (seen.kind === "found") return { kind: "accepted", certainty: seen.certainty, ref, raw: seen.raw };
      if (seen.kind === "failed") return rejected("gateway_refused", `handing over failed: ${seen.detail}`);
      last = seen;
      if (last === FORGOTTEN) break;
      await new Promise((resolve) => setTimeout(resolve, statusStepMs));
    } while (performance.now() < untilMs && !context.signal?.aborted);
    return { kind: "unknown", reason: "not_observed", detail: `queued, then: ${last.detail}`, ref };
  }

  return {
    capability: CAPABILITY,
    async health(bot, context): Promise<Health> {
      const { well, ill } = stopwatch();
      const refused = await knock(bot, context);
      return refused ? ill(refused.reason, refused.detail) : well("ready, and the secret fits");
    },
    open,
    async lookUp(bot, _roomId, { ref, expected }, context) {
      // Without a receipt there is no name to ask by, and the gateway keeps no log it could be found in.
      if (ref === null) return { kind: "none", detail: "the gateway's receipt was lost" };
      return statusFor(bot, ref, expected.kind === "text" ? expected.text : "", context);
    },
    sendText(bot, roomId, text, context) {
      const body = Buffer.from(JSON.stringify({ type: "text", room: roomId, data: text }));
      return send(bot, roomId, { body, contentType: "application/json", sha256: sha256Hex(body), text }, context);
    },
    async sendImages(bot, roomId, images, context) {
      const refused = overLimit(CAPABILITY, images);
      if (refused) return refused;
      const strange = images.find(({ mime }) => !IMAGE_TYPES.includes(mime));
      if (strange) return rejected("unsupported_media", strange.mime);
      const { body, contentType, metadataSha256 } = imageForm(roomId, images);
      return send(bot, roomId, { body, contentType, sha256: metadataSha256, text: "" }, context);
    },
  };
}
