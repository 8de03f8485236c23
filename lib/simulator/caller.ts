import "server-only";
import { createHmac, randomBytes } from "node:crypto";
import { DEMO_API_KEY, DEMO_API_SECRET } from "./account";

export type Answered = { status: number; headers: Headers; body: Record<string, unknown> };

/** The Authorization header of one call, for tests that spoil it. */
export function authorizationFor({
  apiKey = DEMO_API_KEY,
  apiSecret = DEMO_API_SECRET,
  date = new Date().toISOString(),
  salt = randomBytes(16).toString("hex"),
} = {}): string {
  const signature = createHmac("sha256", apiSecret).update(`${date}${salt}`).digest("hex");
  return `HMAC-SHA256 apiKey=${apiKey}, date=${date}, salt=${salt}, signature=${signature}`;
}

/** Calls the stand-in by hand: signed calls to Solapi's doors, unsigned ones to `/_sim/…`. Once each, never again by itself. */
export function openCaller(base: string, key: { apiKey?: string; apiSecret?: string } = {}) {
  async function call(method: string, path: string, body?: unknown, authorization?: string | null): Promise<Answered> {
    const isControl = path.startsWith("/_sim/");
    const signed = authorization === undefined ? authorizationFor(key) : authorization;
    const response = await fetch(`${base}${path}`, {
      method,
      headers: {
        ...(!isControl && signed !== null && { authorization: signed }),
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
  }
  return {
    call,
    get: (path: string) => call("GET", path),
    post: (path: string, body?: unknown) => call("POST", path, body),
    put: (path: string, body?: unknown) => call("PUT", path, body),
    patch: (path: string, body?: unknown) => call("PATCH", path, body),
    delete: (path: string, body?: unknown) => call("DELETE", path, body),
  };
}
