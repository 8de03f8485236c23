import "server-only";
import { type LookupAddress, lookup } from "node:dns";
import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { parseWebhookUrl } from "@/lib/env/webhook-url";
import { isLoopback, isPublicAddress } from "./public-address";
import type { WebhookAnswer, WebhookDoor } from "./webhook-port";

export type WebhookOptions = {
  /** For tests alone: also http to this machine. No environment can say so. */
  allowLoopback?: boolean;
  /** Stands in for the system's resolver in tests. */
  resolve?: Resolve;
  timeoutMs?: number;
};
type Resolve = (host: string) => Promise<LookupAddress[]>;

const TIMEOUT_MS = 5_000;

const systemResolve: Resolve = (host) =>
  new Promise((done, fail) =>
    lookup(host, { all: true, verbatim: true }, (error, all) => (error ? fail(error) : done(all))),
  );

class Refused extends Error {}

/**
 * Posts JSON to one public https address (rulings 20). The name is resolved once, every address it has must be public,
 * and the connection goes to one of exactly these: a name that means something else a moment later changes nothing.
 * Redirects aren't followed, answers aren't read, and all of it ends after five seconds.
 */
export function openPublicWebhook(address: string, options: WebhookOptions = {}): WebhookDoor {
  const { allowLoopback = false, resolve = systemResolve, timeoutMs = TIMEOUT_MS } = options;
  const isAllowed = (ip: string) => isPublicAddress(ip) || (allowLoopback && isLoopback(ip));
  const url = parseWebhookUrl(address) ?? (allowLoopback && URL.canParse(address) ? new URL(address) : null);

  const guardedLookup: LookupFunction = (host, asked, done) => {
    resolve(host).then(
      (found) => {
        const [first] = found;
        if (!first || found.some((one) => !isAllowed(one.address))) return done(new Refused(), "", 0);
        if (asked.all) done(null, found);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, "", 0),
    );
  };

  return {
    host: url?.host ?? "",
    send: (body) =>
      new Promise((done) => {
        const startedMs = performance.now();
        const no = (reason: Extract<WebhookAnswer, { ok: false }>["reason"], detail: string) =>
          done({ ok: false, reason, detail });
        if (!url) return no("address", "not a public https address");
        const host = url.hostname.replace(/^\[|\]$/g, "");
        // A number instead of a name is never looked up, so nobody else would look at it.
        if (isIP(host) && !isAllowed(host)) return no("address", "not a public address");
        const bytes = Buffer.from(JSON.stringify(body));
        const call = (url.protocol === "https:" ? requestHttps : requestHttp)(url, {
          method: "POST",
          agent: false,
          lookup: guardedLookup,
          headers: {
            "content-type": "application/json; charset=utf-8",
            "content-length": bytes.byteLength,
            "user-agent": "dochak-alerts",
          },
        });
        const timer = setTimeout(() => {
          no("timeout", `no answer within ${timeoutMs} ms`);
          call.destroy();
        }, timeoutMs);
        call.on("response", (answer) => {
          const status = answer.statusCode ?? 0;
          answer.destroy();
          if (status >= 200 && status < 300) done({ ok: true, status, ms: Math.round(performance.now() - startedMs) });
          else no(status >= 300 && status < 400 ? "redirect" : "status", `HTTP ${status}`);
        });
        call.on("error", (error: NodeJS.ErrnoException) => {
          if (error instanceof Refused) no("address", "the name leads to an address that isn't public");
          else no(reasonOf(error), error.code ?? "connection failed");
        });
        call.on("close", () => clearTimeout(timer));
        call.end(bytes);
      }),
  };
}

function reasonOf({ code = "", syscall }: NodeJS.ErrnoException): "dns" | "tls" | "network" {
  if (syscall === "getaddrinfo" || code.startsWith("EAI_") || code === "ENOTFOUND") return "dns";
  return /CERT|TLS|SSL|SELF_SIGNED|ALTNAME|VERIFY/.test(code) ? "tls" : "network";
}
