import "server-only";
import { randomUUID } from "node:crypto";
import { isIP } from "node:net";
import type { RequestFacts } from "@/lib/access/actor";
import { runtime } from "@/lib/wiring";

type HeaderBag = { get(name: string): string | null };

/** Address of the client as far as our own proxies vouch for it: the n-th entry from the right (ASVS 15.3.4). */
export function clientIp(headers: HeaderBag): string | null {
  const trusted = runtime().env.TRUSTED_PROXIES;
  if (trusted === 0) return null;
  const hops = (headers.get("x-forwarded-for") ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter(Boolean);
  const hop = hops.at(-trusted) ?? "";
  return isIP(hop) ? hop : null;
}

export const requestFacts = (headers: HeaderBag): RequestFacts => ({ id: randomUUID(), ip: clientIp(headers) });
