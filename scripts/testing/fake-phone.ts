import { createHash, randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { partsOf } from "@/lib/transports/sandbox-multipart";

export type Received = {
  seq: number;
  at: number;
  room: string;
  kind: "text" | "images";
  text?: string;
  images?: string[];
};
/** `failed` and `forgotten` are what the signed dialect says when it is asked afterwards. */
export type Fault =
  | "http_500"
  | "lost"
  | "hang"
  | "reset_after"
  | "reset_before"
  | "garbage"
  | "http_500_html"
  | "failed"
  | "forgotten";
type Sent = { room: string; kind: "text"; text: string } | { room: string; kind: "images"; images: string[] };

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/**
 * A phone of a test: speaks both dialects on loopback (the signed one without looking at signatures), remembers what its
 * rooms received and how calls overlapped.
 */
export async function startFakePhone() {
  const received: Received[] = [];
  const faults: { kind: Fault; room?: string | undefined; times: number }[] = [];
  const calls: { from: number; to: number; room: string }[] = [];
  let delayMs = () => 0;
  let isBlind = false;
  /** Questions it will still answer. */
  let sightLeft = Number.POSITIVE_INFINITY;

  const takeFault = (room: string): Fault | null => {
    const fault = faults.find((entry) => entry.times > 0 && (entry.room === undefined || entry.room === room));
    if (!fault) return null;
    fault.times--;
    return fault.kind;
  };

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    const { url = "" } = request;
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const bytes = Buffer.concat(chunks);
      if (url === "/query" && (isBlind || sightLeft-- <= 0)) return response.writeHead(500).end("{}");
      if (url === "/query") return response.end(JSON.stringify({ data: rowsFor(JSON.parse(bytes.toString())) }));
      if (url === "/config") return response.end(JSON.stringify({ bot_name: "Iris", bot_id: 1 }));
      if (url === "/ready") return response.end('{"status":"ready"}');
      if (url.startsWith("/reply-status/")) return status(url.split("/")[2]!, response);
      if (url !== "/reply") return response.writeHead(404).end();
      const sent = read(request, bytes);
      const call = { from: performance.now(), to: Number.POSITIVE_INFINITY, room: sent.room };
      calls.push(call);
      setTimeout(() => {
        reply(sent, request, response);
        call.to = performance.now();
      }, delayMs());
    });
  });

  /** What the signed dialect remembers of its messages, by receipt. */
  const states = new Map<string, "handoff_completed" | "failed">();
  function status(requestId: string, response: http.ServerResponse) {
    const state = states.get(requestId);
    if (!state || isBlind || sightLeft-- <= 0)
      return response.writeHead(404).end('{"status":false,"message":"reply status not found"}');
    response.end(JSON.stringify({ requestId, state, updatedAtEpochMs: Date.now(), detail: null }));
  }

  function read({ headers }: http.IncomingMessage, bytes: Buffer): Sent {
    const type = headers["content-type"] ?? "";
    if (type.startsWith("multipart/")) {
      const [metadata, ...images] = partsOf(type, bytes);
      const { room } = JSON.parse(metadata!.data.toString()) as { room: string };
      return { room, kind: "images", images: images.map(({ data }) => sha256(data)) };
    }
    const body = JSON.parse(bytes.toString()) as { type: string; room: string; data: string | string[] };
    const { room } = body;
    if (body.type === "text") return { room, kind: "text", text: String(body.data) };
    return { room, kind: "images", images: [body.data].flat().map((data) => sha256(Buffer.from(data, "base64"))) };
  }

  function reply(sent: Sent, request: http.IncomingMessage, response: http.ServerResponse) {
    const fault = takeFault(sent.room);
    if (fault === "http_500")
      return response.writeHead(500).end(JSON.stringify({ status: false, message: "told to fail" }));
    if (fault === "http_500_html") return response.writeHead(500).end("<html>no</html>");
    if (fault === "hang") return;
    if (fault === "reset_before") return request.socket.destroy();
    if (fault !== "lost" && fault !== "failed")
      received.push({ seq: received.length + 1, at: performance.now(), ...sent });
    if (fault === "reset_after") return request.socket.destroy();
    if (fault === "garbage") return response.end("what?");
    if (!("x-iris-signature" in request.headers))
      return response.end(JSON.stringify({ success: true, message: "success" }));
    const requestId = `reply-${randomUUID()}`;
    if (fault !== "forgotten") states.set(requestId, fault === "failed" ? "failed" : "handoff_completed");
    response.writeHead(202).end(JSON.stringify({ success: true, delivery: "queued", requestId }));
  }

  /** What Iris would read from `chat_logs`, for the two questions the gateway asks. */
  function rowsFor({ query, bind }: { query: string; bind: string[] }) {
    const room = received.filter((message) => message.room === bind[0]);
    if (query.includes("MAX(_id)")) return [{ m: String(room.at(-1)?.seq ?? 0) }];
    return room
      .filter((message) => message.seq > Number(bind[1]))
      .map((message) => ({
        _id: String(message.seq),
        id: `90${message.seq}`,
        type: message.kind === "text" ? "1" : message.images?.length === 1 ? "2" : "27",
        message: message.text ?? "",
        attachment: JSON.stringify({ thumbnailUrls: message.images ?? [] }),
      }));
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    calls,
    in: (room: string) => received.filter((message) => message.room === room),
    fail: (kind: Fault, times = 1, room?: string) => faults.push({ kind, times, room }),
    delay: (ms: () => number) => {
      delayMs = ms;
    },
    /** While blind its chat log can not be read. */
    blind: (blind: boolean) => {
      isBlind = blind;
      sightLeft = Number.POSITIVE_INFINITY;
    },
    /** Blind once it has answered so many questions. */
    blindAfter: (questions: number) => {
      sightLeft = questions;
    },
    clear: () => {
      received.length = 0;
      calls.length = 0;
      faults.length = 0;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type FakePhone = Awaited<ReturnType<typeof startFakePhone>>;
