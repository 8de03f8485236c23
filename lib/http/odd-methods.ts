import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const KNOWN = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/**
 * Next answers other methods before any code of ours: OPTIONS with a list of methods that aren't there, PROPFIND with a
 * bare 400, TRACE with a 500 on every address. Here they arrive as PATCH, which every API route answers like an unknown
 * address (rulings 32).
 */
export function readOddMethods(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const isOdd = request.method !== undefined && !KNOWN.has(request.method);
    if (isOdd && (request.method === "TRACE" || /^\/api(\/|\?|$)/.test(request.url ?? ""))) request.method = "PATCH";
  });
}
