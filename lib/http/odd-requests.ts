import "server-only";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage } from "node:http";

const KNOWN = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

/**
 * What Next answers before any code of ours, and not well, is changed as it arrives (rulings 32). Other methods (OPTIONS
 * told of methods that aren't there, PROPFIND was a bare 400, TRACE a 500 on every address) become PATCH, which every API
 * route answers like an unknown address. A path that isn't UTF-8 (a 500) is read letter by letter: no id, hence a 404.
 */
export function readOddRequests(): void {
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const { method = "GET", url = "/" } = request;
    if (!KNOWN.has(method) && (method === "TRACE" || /^\/api(\/|\?|$)/.test(url))) request.method = "PATCH";
    if (url.includes("%")) request.url = readable(url);
  });
}

function readable(url: string): string {
  const [path = "", ...query] = url.split("?");
  try {
    decodeURIComponent(path);
    return url;
  } catch {
    return [path.replaceAll("%", "%25"), ...query].join("?");
  }
}
