import "server-only";
import { createHash, createHmac } from "node:crypto";

export const sha256Hex = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

/** Path and query as both sides sign them: pairs percent-encoded (space is %20), then sorted. */
export function canonicalTarget(pathname: string, query: URLSearchParams = new URLSearchParams()): string {
  const pairs = [...query].map(([key, value]) => [encode(key), encode(value)] as const);
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const sorted = pairs.sort((a, b) => order(a[0], b[0]) || order(a[1], b[1])).map((pair) => pair.join("="));
  return sorted.length > 0 ? `${pathname}?${sorted.join("&")}` : pathname;
}
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

export type Signable = {
  method: "GET" | "POST";
  url: URL;
  /** Hash of the body; of a multipart body only its `metadata` part. */
  bodySha256: string;
  /** Wall time of this machine in ms: the gateway allows five minutes either way. */
  nowMs: number;
  /** Used once. */
  nonce: string;
};

/** What is signed, line by line (kakao-gateways.md §3). */
export const canonicalForm = ({ method, url, bodySha256, nowMs, nonce }: Signable): string =>
  [method, canonicalTarget(url.pathname, url.searchParams), String(nowMs), nonce, bodySha256].join("\n");

/** The headers of a signed call. */
export const signedHeaders = (secret: string, call: Signable): Record<string, string> => ({
  "x-iris-timestamp": String(call.nowMs),
  "x-iris-nonce": call.nonce,
  "x-iris-body-sha256": call.bodySha256,
  "x-iris-signature": createHmac("sha256", secret).update(canonicalForm(call)).digest("hex"),
});
