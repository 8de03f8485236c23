import "server-only";
import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type AnswerOrCut, type Ask, IrisException, jsonOf } from "./sandbox-answer";
import { partsOf, readImages, readManifest } from "./sandbox-multipart";
import { openSignatureCheck } from "./sandbox-signature";
import type { Content, Weather } from "./sandbox-weather";

const MAX_JSON_BYTES = 256 * 1024;
const KEPT_MS = 30 * 60_000;
const MAX_KEPT = 10_000;
/** How long after it was queued a message is in each state, in ms. */
const STATES = [
  [0, "queued"],
  [40, "preparing"],
  [80, "prepared"],
  [120, "sending"],
] as const;
const HANDOFF_MS = 200;

const TextReply = z.object({ type: z.literal("text").default("text"), room: z.string(), data: z.string() });
const imagesInJson = z.object({ type: z.enum(["image", "image_multiple"]) });

/** Whether a request speaks the signed dialect: by its headers, or by the doors only that dialect has. */
export const isSigned = ({ url, headers }: Pick<Ask, "url" | "headers">): boolean =>
  Object.keys(headers).some((name) => name.startsWith("x-iris-")) ||
  /^\/(ready|health|reply-status\/.*)$/.test(url.pathname) ||
  /^multipart\//i.test(headers["content-type"] ?? "");

/** The signed fork of Iris as it is: knows its callers, queues, and tells what became of a message for half an hour. */
export function openSignedPhone(secret: string, weather: Weather) {
  const check = openSignatureCheck(secret);
  const queued = new Map<string, { roomId: string; atMs: number; handedOffAtMs: number }>();

  function remember(roomId: string, shownInMs: number): string {
    const now = Date.now();
    for (const [id, { atMs }] of queued) if (now - atMs > KEPT_MS || queued.size >= MAX_KEPT) queued.delete(id);
    const requestId = `reply-${randomUUID()}`;
    queued.set(requestId, { roomId, atMs: now, handedOffAtMs: now + Math.max(HANDOFF_MS, shownInMs) });
    return requestId;
  }

  function status(requestId: string): AnswerOrCut {
    const job = queued.get(requestId);
    if (!job) throw new IrisException("reply status not found", 404);
    if (weather.isOffline(job.roomId)) return "hang up";
    const now = Date.now();
    const passed = STATES.filter(([ms]) => now - job.atMs >= ms);
    const state = now >= job.handedOffAtMs ? "handoff_completed" : passed.at(-1)![1];
    return { status: 200, body: { requestId, state, updatedAtEpochMs: now, detail: null } };
  }

  async function reply(ask: Ask): Promise<AnswerOrCut> {
    const { after } = check.before(ask);
    const { type, room, content } = readReply(ask, after);
    if (!/^-?\d{1,19}$/.test(room)) throw new IrisException("room must be a numeric string", 400);
    if (weather.isOffline(room)) return "hang up";
    const taken = await weather.take(room, content);
    if (taken.kind === "answer") return taken.answer;
    const requestId = remember(room, taken.shownInMs);
    return { status: 202, body: { success: true, delivery: "queued", requestId, room, type } };
  }

  return {
    async answer(ask: Ask): Promise<AnswerOrCut> {
      const { method, url } = ask;
      const [, what, id] = url.pathname.split("/");
      switch (`${method} ${what}`) {
        case "GET health":
          return { status: 200, body: { status: "ok" } };
        case "GET ready":
          return secret.trim() === ""
            ? { status: 503, body: { status: false, message: "not ready" } }
            : { status: 200, body: { status: "ready" } };
        case "GET reply-status":
          check.before(ask).after(ask.body);
          return status(decodeURIComponent(id ?? ""));
        case "POST reply":
          return reply(ask);
        default:
          return { status: 404, body: { status: false, message: "Not found" } };
      }
    },
  };
}

type Reply = { type: string; room: string; content: Content };

/** `/reply` in either of its forms. @throws IrisException 400, 401, 413 */
function readReply({ headers, body }: Ask, after: (signed: Buffer) => void): Reply {
  const contentType = headers["content-type"] ?? "";
  if (/^multipart\/form-data/i.test(contentType)) {
    const parts = partsOf(contentType, body);
    const manifest = readManifest(parts, after);
    return {
      type: manifest.type,
      room: manifest.room,
      content: { kind: "images", images: readImages(manifest, parts) },
    };
  }
  if (!/^application\/json/i.test(contentType)) throw new IrisException("unsupported content type", 400);
  if (body.byteLength > MAX_JSON_BYTES) throw new IrisException("request body too large", 413);
  after(body);
  const json = jsonOf(body, 400);
  if (imagesInJson.safeParse(json).success) throw new IrisException("image types require multipart/form-data", 400);
  const parsed = TextReply.safeParse(json);
  if (!parsed.success) throw new IrisException("text replies require string data", 400);
  const { room, data } = parsed.data;
  return { type: "text", room, content: { kind: "text", text: data } };
}
