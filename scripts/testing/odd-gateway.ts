import http from "node:http";
import https from "node:https";
import type net from "node:net";

export const listening = async (server: net.Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as net.AddressInfo).port;
};

export const rawAnswer = (status: string, body: string, headers = ""): string =>
  `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`;

/** A gateway that answers every question of either dialect as it should and treats `/reply` (and `/reply-status`) as told. */
export async function startOddGateway(
  onReply: (socket: net.Socket) => void,
  onStatus: (socket: net.Socket) => void = (socket) => socket.end(rawAnswer("404 Not Found", '{"status":false}')),
  tls?: { key: string; cert: string },
  /** Answers `/reply` before its body was read. */
  onHead?: (socket: net.Socket) => void,
) {
  const seen: string[] = [];
  const onRequest: http.RequestListener = (request, response) => {
    const { url = "", socket } = request;
    seen.push(`${request.method} ${url}`);
    if (url === "/reply" && onHead) return onHead(socket);
    request.resume();
    request.on("end", () => {
      if (url === "/reply") return onReply(socket);
      if (url === "/query") return response.end('{"data":[]}');
      if (url === "/config") return response.end('{"bot_name":"봇","bot_id":1,"message_send_rate":50}');
      if (url === "/ready") return response.end('{"status":"ready"}');
      if (url === "/reply-status/none") return response.writeHead(404).end('{"message":"reply status not found"}');
      return onStatus(socket);
    });
  };
  const server = tls ? https.createServer(tls, onRequest) : http.createServer(onRequest);
  server.on("tlsClientError", () => {});
  const port = await listening(server);
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${port}`,
    /** Method and path of everything that was asked. */
    seen,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
