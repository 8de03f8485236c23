import type { Env } from "@/lib/env/schema";
import { allowedUrl } from "@/lib/transports/egress";

/** A gateway's base address as it is stored: http or https, no credentials, query or fragment, no slash at the end. */
export function parseEndpoint(text: string): string | null {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return null;
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return null;
  if (url.username || url.password || url.search || url.hash) return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

type Hosts = Pick<Env, "EGRESS_ALLOW_HOSTS" | "SANDBOX_URL">;

/** Hosts a gateway of this installation may live on (rulings 20): those of the operator, and its own sandbox. */
export const gatewayHosts = ({ EGRESS_ALLOW_HOSTS, SANDBOX_URL }: Hosts): string[] =>
  SANDBOX_URL ? [...EGRESS_ALLOW_HOSTS, new URL(SANDBOX_URL).host] : EGRESS_ALLOW_HOSTS;

export const isReachable = (endpoint: string, env: Hosts): boolean =>
  allowedUrl(endpoint, "/", gatewayHosts(env)) !== null;
