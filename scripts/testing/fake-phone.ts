import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";

export type Received = {
  seq: number;
  at: number;
  room: string;
  kind: "text" | "images";
  text?: string;
  images?: string[];
};
export type Fault = "http_500" | "lost" | "hang" | "reset_after" | "reset_before" | "garbage" | "http_500_html";

export const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** A phone of a test: speaks Iris's contract on loopback, remembers what its rooms received and how calls overlapped. */
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
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || "{}");
      if (request.url === "/query" && (isBlind || sightLeft-- <= 0)) return response.writeHead(500).end("{}");
      if (request.url === "/query") return response.end(JSON.stringify({ data: rowsFor(body) }));
      if (request.url === "/config") return response.end(JSON.stringify({ bot_name: "Iris", bot_id: 1 }));
      if (request.url !== "/reply") return response.writeHead(404).end();
      const call = { from: performance.now(), to: Number.POSITIVE_INFINITY, room: String(body.room) };
      calls.push(call);
      setTimeout(() => {
        reply(body, request, response);
        call.to = performance.now();
      }, delayMs());
    });
  });

  function reply(
    body: { type: string; room: string; data: string | string[] },
    request: http.IncomingMessage,
    response: http.ServerResponse,
  ) {
    const fault = takeFault(body.room);
    if (fault === "http_500")
      return response.writeHead(500).end(JSON.stringify({ status: false, message: "told to fail" }));
    if (fault === "http_500_html") return response.writeHead(500).end("<html>no</html>");
    if (fault === "hang") return;
    if (fault === "reset_before") return request.socket.destroy();
    const message =
      body.type === "text"
        ? { kind: "text" as const, text: String(body.data) }
        : { kind: "images" as const, images: [body.data].flat().map((data) => sha256(Buffer.from(data, "base64"))) };
    if (fault !== "lost")
      received.push({ seq: received.length + 1, at: performance.now(), room: body.room, ...message });
    if (fault === "reset_after") return request.socket.destroy();
    if (fault === "garbage") return response.end("what?");
    response.end(JSON.stringify({ success: true, message: "success" }));
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
