import "server-only";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

/** A request the stand-in has read whole. */
export type Ask = { method: string; url: URL; headers: IncomingHttpHeaders; body: Buffer };
/** `raw` goes out as it is; without it `body` as JSON. */
export type Answer = { status: number; body?: unknown; raw?: { data: Buffer; mime: string } };
export type AnswerOrCut = Answer | "hang up";

/** What either dialect answers where a call can't be carried out: `{"status":false,"message"}`. */
export class IrisException extends Error {
  constructor(
    message: string,
    readonly status = 500,
  ) {
    super(message);
  }
}
export const exception = (error: unknown): Answer =>
  error instanceof IrisException
    ? { status: error.status, body: { status: false, message: error.message } }
    : { status: 500, body: { status: false, message: "internal error" } };

const MAX_BODY_BYTES = 80 * 1024 * 1024;

/** @throws IrisException where it is larger than any gateway takes */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BODY_BYTES) throw new IrisException("body too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws IrisException where it isn't JSON; an empty body is undefined */
export function jsonOf(body: Buffer, status = 500): unknown {
  try {
    return body.byteLength === 0 ? undefined : JSON.parse(body.toString("utf8"));
  } catch {
    throw new IrisException("Unexpected JSON token", status);
  }
}

export function writeAnswer(response: ServerResponse, { status, body, raw }: Answer): void {
  const data = raw?.data ?? Buffer.from(body === undefined ? "" : JSON.stringify(body));
  response.writeHead(status, {
    "content-type": raw?.mime ?? "application/json; charset=utf-8",
    "content-length": String(data.byteLength),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  response.end(data);
}
