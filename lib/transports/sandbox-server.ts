import "server-only";
import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { answerControl } from "./sandbox-control";
import { DEFAULT_FAULT_MS, type Fault, type FaultKind, findFault, spend } from "./sandbox-faults";
import { answerQuery, IrisException, type ReplyContent, readReply } from "./sandbox-phone";
import { openSandboxRooms } from "./sandbox-rooms";

const MAX_BODY_BYTES = 80 * 1024 * 1024;
const CONFIG = {
  bot_name: "Iris",
  bot_http_port: 3000,
  web_server_endpoint: "",
  db_polling_rate: 100,
  message_send_rate: 50,
  bot_id: 900_000_001,
};

export type Answer = { status: number; body?: unknown; bytes?: { data: Buffer; mime: string } };
export type SandboxServer = { url: string; close: () => Promise<void> };

/**
 * A bot gateway for trying things out: speaks Iris's HTTP contract word for word and keeps what its rooms received;
 * `/_sandbox/…` shows it and makes things go wrong on purpose. Loopback only.
 * @param port 0 = any free one
 */
export async function startSandbox({ port, dir }: { port: number; dir: string }): Promise<SandboxServer> {
  const rooms = openSandboxRooms(dir);
  let faults: Fault[] = [];
  /** The one message a conflating channel holds (drop_older). */
  let held: { timer: NodeJS.Timeout } | null = null;

  function hit(kinds: readonly FaultKind[], roomId: string | null): (Fault & { ms: number }) | null {
    const fault = findFault(faults, kinds, roomId);
    if (!fault) return null;
    faults = spend(faults, fault);
    return { ...fault, ms: fault.ms ?? DEFAULT_FAULT_MS[fault.kind] ?? 0 };
  }

  async function reply(body: unknown): Promise<Answer> {
    const { roomId, content } = readReply(body);
    const slow = hit(["slow"], roomId);
    if (slow) await new Promise((resolve) => setTimeout(resolve, slow.ms));
    const fault = hit(["http_500", "queue_full", "lost", "drop_older", "duplicate", "late"], roomId);
    if (fault?.kind === "http_500") throw new IrisException("sandbox fault");
    if (fault?.kind === "queue_full") return { status: 429, body: { status: false, message: "queue full" } };
    deliver(roomId, content, fault);
    return { status: 200, body: { success: true, message: "success" } };
  }

  function deliver(roomId: string, content: ReplyContent, fault: (Fault & { ms: number }) | null): void {
    if (fault?.kind === "lost") return;
    if (held) {
      // A conflated channel keeps the newest only: what waited is gone though it was answered with success.
      clearTimeout(held.timer);
      held = null;
    }
    if (fault?.kind === "drop_older") {
      const timer = setTimeout(() => {
        held = null;
        rooms.receive(roomId, content);
      }, fault.ms);
      held = { timer };
      return;
    }
    rooms.receive(roomId, content, fault?.kind === "late" ? fault.ms : 0);
    if (fault?.kind === "duplicate") rooms.receive(roomId, content);
  }

  async function answer(request: IncomingMessage, url: URL): Promise<Answer | "hang up"> {
    const control = url.pathname.startsWith("/_sandbox/");
    if (control && !isLocal(request))
      return { status: 403, body: { message: "the control doors are for this machine" } };
    if (!control && findFault(faults, ["offline"], null)) {
      hit(["offline"], null);
      return "hang up";
    }
    const read = request.method === "POST" ? readBody(request) : Promise.resolve(undefined);
    // An unreadable body at a control door is a bad input; at the phone's it is Iris's exception.
    const body = await (control ? read.catch(() => null) : read);
    if (control)
      return answerControl(
        { rooms, faults: () => faults, setFaults: (next) => (faults = next) },
        request.method ?? "GET",
        url,
        body,
      );
    if (hit(["offline"], roomOf(body))) return "hang up";
    switch (`${request.method} ${url.pathname}`) {
      case "POST /reply":
        return reply(body);
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

  const server = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://sandbox");
    answer(request, url)
      .catch(
        (error: unknown): Answer => ({
          status: 500,
          body: { status: false, message: error instanceof IrisException ? error.message : "internal error" },
        }),
      )
      .then((result) => (result === "hang up" ? request.socket.destroy() : send(response, result)))
      .catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const address = server.address();
  const listening = typeof address === "object" && address ? address.port : port;
  return {
    url: `http://127.0.0.1:${listening}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const LOCAL_NAMES = ["127.0.0.1", "localhost", "[::1]"];

/** A page of another site could make a browser on this machine knock, under a name of its own or with its origin. */
function isLocal({ headers: { host, origin } }: IncomingMessage): boolean {
  const named = [`http://${host ?? ""}`, ...(origin === undefined ? [] : [origin])];
  return named.every((url) => URL.canParse(url) && LOCAL_NAMES.includes(new URL(url).hostname));
}

/** Room of a `/reply` or of a `/query` about one room. */
function roomOf(body: unknown): string | null {
  const { room, bind } = (body ?? {}) as { room?: unknown; bind?: unknown };
  if (typeof room === "string") return room;
  return Array.isArray(bind) && typeof bind[0] === "string" ? bind[0] : null;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new IrisException("body too large");
    chunks.push(chunk);
  }
  try {
    return bytes === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new IrisException("Unexpected JSON token");
  }
}

function send(response: ServerResponse, { status, body, bytes }: Answer): void {
  const data = bytes?.data ?? Buffer.from(body === undefined ? "" : JSON.stringify(body));
  response.writeHead(status, {
    "content-type": bytes?.mime ?? "application/json; charset=utf-8",
    "content-length": String(data.byteLength),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(data);
}
