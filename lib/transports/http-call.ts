import "server-only";
import http from "node:http";
import https from "node:https";

export type HttpCall = {
  url: URL;
  method: "GET" | "POST";
  body?: Buffer;
  headers?: Record<string, string>;
  timeoutMs: number;
  signal?: AbortSignal;
  /** What is longer is cut off. */
  maxAnswerBytes?: number;
};

/**
 * What became of one HTTP exchange, told so that "never reached" and "may have been read" can't be confused:
 * `unreached` no byte of the request left, `lost` the request was written and no whole answer came back.
 */
export type HttpResult =
  | { kind: "answered"; status: number; body: string; truncated: boolean }
  | { kind: "unreached"; code: string }
  | { kind: "lost"; code: "timeout" | "conn_reset" };

/** No answer to a send is near this. */
const MAX_ANSWER_BYTES = 65_536;
/** A private network that doesn't connect in this time is down. */
const CONNECT_MS = 5_000;

/** One request on a connection of its own: a kept connection that died silently would look like a lost answer. */
export function httpCall({
  url,
  method,
  body,
  headers,
  timeoutMs,
  signal,
  maxAnswerBytes = MAX_ANSWER_BYTES,
}: HttpCall): Promise<HttpResult> {
  return new Promise((resolve) => {
    let connected = false;
    let settled = false;
    const settle = (result: HttpResult) => {
      if (settled) return;
      settled = true;
      clearTimeout(connectTimer);
      clearTimeout(timer);
      request.destroy();
      resolve(result);
    };
    const failed = (code: string) =>
      settle(
        connected ? { kind: "lost", code: code === "timeout" ? "timeout" : "conn_reset" } : { kind: "unreached", code },
      );
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, {
      method,
      agent: false,
      headers: { ...headers, ...(body && { "content-length": String(body.byteLength) }), connection: "close" },
      ...(signal && { signal }),
    });
    const connectTimer = setTimeout(() => !connected && failed("connect_timeout"), Math.min(CONNECT_MS, timeoutMs));
    const timer = setTimeout(() => failed("timeout"), timeoutMs);
    request.on("socket", (socket) => {
      // Until the handshake is done nothing of the request has been written.
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => {
        connected = true;
      });
    });
    request.on("error", (error: NodeJS.ErrnoException) =>
      failed(error.name === "AbortError" ? "timeout" : (error.code ?? "error")),
    );
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const answer = (truncated: boolean) =>
        settle({
          kind: "answered",
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).toString("utf8"),
          truncated,
        });
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > maxAnswerBytes) answer(true);
        else chunks.push(chunk);
      });
      response.on("end", () => answer(!response.complete));
      response.on("error", () => failed("conn_reset"));
      response.on("aborted", () => failed("conn_reset"));
    });
    request.end(body);
  });
}
