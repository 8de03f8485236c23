import http from "node:http";
import type { AddressInfo } from "node:net";
import { sha256 } from "./fake-phone";

export type WatchedCall = {
  room: string;
  /** What it said: the text, or the pictures' hashes. */
  content: string;
  from: number;
  /** When the caller had its answer or was gone. */
  to: number;
  /** It certainly brought nothing to the room. */
  isRefused: boolean;
};

/** Stands between gateways and a stand-in phone and takes down who called when; `delayMs` is what each call takes longer. */
export async function watchPhone(phoneUrl: string, delayMs: () => number) {
  const calls: WatchedCall[] = [];

  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("error", () => {});
    request.on("end", () => {
      const body = Buffer.concat(chunks);
      if (request.url !== "/reply") return forward(request, response, body);
      const { room, type, data } = JSON.parse(body.toString()) as {
        room: string;
        type: string;
        data: string | string[];
      };
      const pictures = () => [data].flat().map((one) => sha256(Buffer.from(one, "base64")));
      const content = type === "text" ? String(data) : pictures().join();
      const call = { room, content, from: performance.now(), to: Number.POSITIVE_INFINITY, isRefused: false };
      calls.push(call);
      response.once("close", () => {
        call.to = performance.now();
      });
      setTimeout(() => forward(request, response, body, call), delayMs());
    });
  });

  function forward(request: http.IncomingMessage, response: http.ServerResponse, body: Buffer, call?: WatchedCall) {
    const { method, headers } = request;
    const onward = http.request(new URL(request.url ?? "/", phoneUrl), { method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", () => request.socket.destroy());
      answer.on("end", () => {
        const said = Buffer.concat(chunks);
        const { statusCode = 502 } = answer;
        if (call)
          call.isRefused = statusCode === 429 || (statusCode === 500 && said.toString().includes('"status":false'));
        response.writeHead(statusCode, { "content-type": answer.headers["content-type"] ?? "text/plain" }).end(said);
      });
    });
    onward.on("error", () => request.socket.destroy());
    onward.end(body);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export type PhoneWatch = Awaited<ReturnType<typeof watchPhone>>;
