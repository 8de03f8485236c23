import "server-only";
import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { type Ask, IrisException } from "./sandbox-answer";

const MAX_AGE_MS = 5 * 60_000;
const MAX_NONCES = 10_000;
const EMPTY_SHA256 = createHash("sha256").digest("hex");
const refused = () => new IrisException("unauthorized", 401);

/**
 * The gateway's own reading of a signed request, written apart from the sender's so that one checks the other:
 * `before` looks at the headers, `after` at what arrived.
 */
export function openSignatureCheck(secret: string) {
  const nonces = new Map<string, number>();

  function take(key: string, now: number): void {
    for (const [old, at] of nonces) if (now - at > MAX_AGE_MS || nonces.size >= MAX_NONCES) nonces.delete(old);
    if (nonces.has(key)) throw refused();
    nonces.set(key, now);
  }

  return {
    /** @throws IrisException 401, or 503 where no secret is set up */
    before({ method, url, headers }: Ask): { after: (body: Buffer) => void } {
      if (secret.trim() === "") throw new IrisException("service unavailable", 503);
      const header = (name: string) => String(headers[`x-iris-${name}`] ?? "").trim();
      const [stamp, nonce, signature] = [header("timestamp"), header("nonce"), header("signature")];
      const declared = header("body-sha256").toLowerCase() || (method === "GET" ? EMPTY_SHA256 : "");
      const now = Date.now();
      if (!/^\d{1,15}$/.test(stamp) || Math.abs(now - Number(stamp)) > MAX_AGE_MS) throw refused();
      if (nonce === "" || !/^[0-9a-f]{64}$/.test(declared) || !/^[0-9a-f]{64}$/.test(signature)) throw refused();
      const lines = `${method.toUpperCase()}\n${targetOf(url)}\n${Number(stamp)}\n${nonce}\n${declared}`;
      const expected = createHmac("sha256", secret).update(lines, "utf8").digest();
      if (!timingSafeEqual(expected, Buffer.from(signature, "hex"))) throw refused();
      const key = `${method} ${url.pathname} ${stamp} ${nonce}`;
      take(key, now);
      return {
        after(body) {
          if (createHash("sha256").update(body).digest("hex") === declared) return;
          nonces.delete(key);
          throw refused();
        },
      };
    },
  };
}

/** Path, and the query decoded, encoded byte by byte and sorted. */
function targetOf(url: URL): string {
  const encode = (text: string) =>
    [...Buffer.from(text, "utf8")]
      .map((byte) => {
        const char = String.fromCharCode(byte);
        return /[A-Za-z0-9._~-]/.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
      })
      .join("");
  const pairs: [string, string][] = [];
  for (const [name, value] of url.searchParams) pairs.push([encode(name), encode(value)]);
  pairs.sort(([a, x], [b, y]) => (a === b ? Number(x > y) - Number(x < y) : Number(a > b) - Number(a < b)));
  return pairs.length === 0 ? url.pathname : `${url.pathname}?${pairs.map(([a, x]) => `${a}=${x}`).join("&")}`;
}
