import "server-only";
import { allowedUrl } from "./egress";
import { stopwatch } from "./health-check";
import { type HttpResult, httpCall } from "./http-call";
import { irisConfig, replyOutcome } from "./iris-answer";
import { baselineQuery, chatRows, evidenceOf, newestId, type Statement, seenQuery } from "./iris-proof";
import type { BotFacts, CallContext, Capability, Evidence, Expected, KakaoGateway, Outcome, SentCall } from "./port";
import { NOT_ALLOWED, offline, overLimit } from "./rejected";

export type IrisOptions = {
  allowHosts: readonly string[];
  /** How long to look for the message in the phone's own chat log, in ms. */
  proofMs?: number;
  /** Pause between two looks, in ms. */
  proofStepMs?: number;
};

const MB = 1024 * 1024;
const CAPABILITY: Capability = {
  maxImagesPerCall: 30,
  maxImageBytes: 10 * MB,
  maxCallBytes: 40 * MB,
  confirms: "delivery",
  honoursMediaWait: false,
  addressing: "roomId",
};
const QUERY_MS = 3_000;
/** A hundred messages of a room. */
const MAX_LOG_BYTES = 4 * MB;

/** Iris v0.30 (kakao-gateways.md §2). Its 200 means queued; only the phone's own chat log proves more. */
export function createIrisPlain({ allowHosts, proofMs = 6_000, proofStepMs = 400 }: IrisOptions): KakaoGateway {
  async function post(bot: BotFacts, path: string, body: unknown, context: CallContext): Promise<HttpResult | null> {
    const url = allowedUrl(bot.endpoint, path, allowHosts);
    if (!url) return null;
    const headers = { "content-type": "application/json", accept: "application/json" };
    const { timeoutMs, signal } = context;
    return httpCall({
      url,
      method: "POST",
      body: Buffer.from(JSON.stringify(body)),
      headers,
      timeoutMs,
      ...(signal && { signal }),
      maxAnswerBytes: MAX_LOG_BYTES,
    });
  }

  const ask = (bot: BotFacts, statement: Statement, { timeoutMs, signal }: CallContext) =>
    post(bot, "/query", statement, { timeoutMs: Math.min(timeoutMs, QUERY_MS), ...(signal && { signal }) });

  const open: KakaoGateway["open"] = async (bot, roomId, context) => {
    const asked = await ask(bot, baselineQuery(roomId), context);
    if (!asked) return NOT_ALLOWED;
    // A gateway that doesn't answer a question isn't trusted with a message: here nothing was sent for certain.
    if (asked.kind !== "answered") return offline(`no answer before the send: ${asked.code}`);
    return { kind: "ready", mark: asked.status === 200 ? newestId(asked.body) : null };
  };

  const lookUp = async (bot: BotFacts, roomId: string, sent: SentCall, context: CallContext): Promise<Evidence> => {
    // Without a mark an older message with the same words would pass for this one.
    if (sent.mark === null) return { kind: "none", detail: "the room's log could not be read before the call" };
    const asked = await ask(bot, seenQuery(roomId, sent.mark), context);
    if (!asked) return { kind: "unreachable", detail: NOT_ALLOWED.detail };
    if (asked.kind !== "answered") return { kind: "unreachable", detail: asked.code };
    const rows = asked.status === 200 ? chatRows(asked.body) : null;
    if (!rows) return { kind: "unreachable", detail: `HTTP ${asked.status}: the room's log could not be read` };
    const row = evidenceOf(rows, sent);
    if (!row) return { kind: "none", detail: "the room's log doesn't show it" };
    return { kind: "found", certainty: "delivered", ref: row.id, raw: { chatLogId: row._id } };
  };

  async function send(
    bot: BotFacts,
    roomId: string,
    body: Record<string, unknown>,
    expected: Expected,
    context: CallContext,
  ): Promise<Outcome> {
    const opened =
      context.mark === undefined ? await open(bot, roomId, context) : { kind: "ready" as const, mark: context.mark };
    if (opened.kind === "rejected") return opened;
    const result = await post(bot, "/reply", { ...body, room: roomId }, context);
    const outcome = result ? replyOutcome(result, expected.kind === "text" ? expected.text : "") : NOT_ALLOWED;
    if (outcome.kind === "rejected" || opened.mark === null) return outcome;
    const sent: SentCall = { mark: opened.mark, nextMark: null, ref: null, taken: [], expected };
    const untilMs = performance.now() + proofMs;
    do {
      const seen = await lookUp(bot, roomId, sent, context);
      if (seen.kind === "found")
        return { kind: "accepted", certainty: seen.certainty, ...(seen.ref && { ref: seen.ref }), raw: seen.raw };
      await new Promise((resolve) => setTimeout(resolve, proofStepMs));
    } while (performance.now() < untilMs && !context.signal?.aborted);
    return outcome;
  }

  return {
    capability: CAPABILITY,
    async health(bot, context) {
      const { well, ill } = stopwatch();
      const url = allowedUrl(bot.endpoint, "/config", allowHosts);
      if (!url) return ill(NOT_ALLOWED.reason, NOT_ALLOWED.detail);
      const result = await httpCall({ url, method: "GET", ...context });
      if (result.kind !== "answered") return ill("bot_offline", result.code);
      const { status, body } = result;
      if (status === 401 || status === 403) return ill("auth_failed", `HTTP ${status}`);
      if (status !== 200) return ill("gateway_refused", `HTTP ${status}`);
      const config = irisConfig(body);
      return config ? well("config read", config.leastGapMs) : ill("gateway_refused", "the answer isn't Iris's");
    },
    open,
    lookUp,
    sendText: (bot, roomId, text, context) =>
      send(bot, roomId, { type: "text", data: text }, { kind: "text", text }, context),
    async sendImages(bot, roomId, images, context) {
      const refused = overLimit(CAPABILITY, images);
      if (refused) return refused;
      const data = images.map(({ bytes }) => Buffer.from(bytes).toString("base64"));
      const body = data.length === 1 ? { type: "image", data: data[0] } : { type: "image_multiple", data };
      return send(bot, roomId, body, { kind: "images", count: images.length }, context);
    },
  };
}
