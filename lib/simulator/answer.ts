import "server-only";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Account } from "./account";

/** `raw` goes out as it is; without it `body` as JSON. */
export type Answer = {
  status: number;
  body?: unknown;
  raw?: { data: Buffer; mime: string };
  headers?: Record<string, string>;
};
/** A call whose signature is good, read whole. `at` is the stand-in's time, `seenAt` what reads may see. */
export type Call = {
  account: Account;
  params: readonly string[];
  query: URLSearchParams;
  body: unknown;
  ip: string;
  at: number;
  seenAt: number;
};
export type Headers = IncomingHttpHeaders;

/** Solapi's refusal of a whole call: `{errorCode, errorMessage}`. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly errorCode: string,
    message: string,
  ) {
    super(message);
  }
}
export const invalid = (message: string) => new Refused(400, "ValidationError", message);
export const notFound = (what: string) => new Refused(404, "ResourceNotFound", `${what}을(를) 찾을 수 없습니다.`);
export const refusal = ({ status, errorCode, message }: Refused): Answer => ({
  status,
  body: { errorCode, errorMessage: message },
});

const MAX_BODY_BYTES = 15 * 1024 * 1024;

/** @throws Refused where it is larger than Solapi takes (15 MB) */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  if (bytes > MAX_BODY_BYTES) throw new Refused(413, "RequestEntityTooLarge", "요청 크기는 15MB를 넘을 수 없습니다.");
  return Buffer.concat(chunks);
}

/** @throws Refused where it isn't JSON; an empty body is undefined */
export function jsonOf(body: Buffer): unknown {
  try {
    return body.byteLength === 0 ? undefined : JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid("요청 본문이 JSON이 아닙니다.");
  }
}

export function writeAnswer(response: ServerResponse, { status, body, raw, headers }: Answer): void {
  const data = raw?.data ?? Buffer.from(body === undefined ? "" : JSON.stringify(body));
  response.writeHead(status, {
    "content-type": raw?.mime ?? "application/json; charset=utf-8",
    "content-length": String(data.byteLength),
    "cache-control": "no-store",
    ...headers,
  });
  response.end(data);
}
