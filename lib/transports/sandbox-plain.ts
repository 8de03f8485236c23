import "server-only";
import * as z from "zod";
import { type AnswerOrCut, type Ask, IrisException, jsonOf } from "./sandbox-answer";
import type { SandboxMessage } from "./sandbox-journal";
import { chatLogId } from "./sandbox-port";
import type { SandboxRooms } from "./sandbox-rooms";
import type { Content, Weather } from "./sandbox-weather";

const Reply = z.discriminatedUnion("type", [
  z.object({ type: z.literal("text"), room: z.string(), data: z.string(), threadId: z.string().nullish() }),
  z.object({ type: z.literal("image"), room: z.string(), data: z.string() }),
  z.object({ type: z.literal("image_multiple"), room: z.string(), data: z.array(z.string()).min(1) }),
]);
const Query = z.object({ query: z.string(), bind: z.array(z.string()).default([]) });
const CONFIG = {
  bot_name: "Iris",
  bot_http_port: 3000,
  web_server_endpoint: "",
  db_polling_rate: 100,
  message_send_rate: 50,
  bot_id: 900_000_001,
};

/** A `/reply` body as Iris reads it: `type` defaults to text, the room must be a whole number. */
function readReply(body: unknown): { roomId: string; content: Content } {
  const given = typeof body === "object" && body !== null ? { type: "text", ...body } : body;
  const parsed = Reply.safeParse(given);
  if (!parsed.success) throw new IrisException("Invalid request body");
  const { room } = parsed.data;
  if (!/^-?\d{1,19}$/.test(room)) throw new IrisException(`For input string: "${room}"`);
  if (parsed.data.type === "text") return { roomId: room, content: { kind: "text", text: parsed.data.data } };
  const list = parsed.data.type === "image" ? [parsed.data.data] : parsed.data.data;
  return { roomId: room, content: { kind: "images", images: list.map(decode) } };
}

function decode(base64: string): Buffer {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new IrisException("bad base-64");
  return Buffer.from(base64, "base64");
}

const row = (message: SandboxMessage) => ({
  _id: String(message.seq),
  id: chatLogId(message.seq),
  ...(message.kind === "text"
    ? { type: "1", message: message.text, attachment: null }
    : {
        type: message.images.length === 1 ? "2" : "27",
        message: null,
        attachment: JSON.stringify({ thumbnailUrls: message.images.map((image) => image.sha256) }),
      }),
});

/** `/query` for the two statements a sender needs: the newest row of a room, and the rows after one. */
function answerQuery(rooms: SandboxRooms, body: unknown): { data: unknown[] } {
  const parsed = Query.safeParse(body);
  if (!parsed.success) throw new IrisException("Invalid query body");
  const { query, bind } = parsed.data;
  const mine = rooms.inRoom(bind[0] ?? "");
  if (/^SELECT COALESCE\(MAX\(_id\),0\) AS m FROM chat_logs WHERE chat_id=\?$/i.test(query))
    return { data: [{ m: String(Math.max(0, ...mine.map(({ seq }) => seq))) }] };
  if (
    /^SELECT _id,id,type,message,attachment FROM chat_logs WHERE chat_id=\? AND _id>\? .*ORDER BY _id(?: LIMIT 100)?$/i.test(
      query,
    )
  )
    return {
      data: mine
        .filter(({ seq }) => seq > Number(bind[1]))
        .sort((a, b) => a.seq - b.seq)
        .slice(0, 100)
        .map(row),
    };
  throw new IrisException("near statement: syntax error (the sandbox knows only the sender's own questions)");
}

/** Room of a `/reply` or of a `/query` about one room. */
function roomOf(body: unknown): string | null {
  const { room, bind } = (body ?? {}) as { room?: unknown; bind?: unknown };
  if (typeof room === "string") return room;
  return Array.isArray(bind) && typeof bind[0] === "string" ? bind[0] : null;
}

/** Iris v0.30 as it is: no password, 200 before anything is sent, and a chat log that can be asked. */
export async function answerPlain(rooms: SandboxRooms, weather: Weather, ask: Ask): Promise<AnswerOrCut> {
  const body = ask.method === "POST" ? jsonOf(ask.body) : undefined;
  if (weather.isOffline(roomOf(body))) return "hang up";
  switch (`${ask.method} ${ask.url.pathname}`) {
    case "POST /reply": {
      const { roomId, content } = readReply(body);
      const taken = await weather.take(roomId, content);
      return taken.kind === "answer" ? taken.answer : { status: 200, body: { success: true, message: "success" } };
    }
    case "POST /query":
      return { status: 200, body: answerQuery(rooms, body) };
    case "GET /config":
      return { status: 200, body: CONFIG };
    case "GET /dashboard/status":
      return { status: 200, body: { isObserving: true, statusMessage: "Observing database", lastLogs: [] } };
    default:
      return { status: 404, body: { status: false, message: "Not found" } };
  }
}
