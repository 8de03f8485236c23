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

/**
 * True when the address lies on one of the hosts gateways may live on (rulings 20): `host` allows all its ports,
 * `host:port` only that one. Nothing listed allows nothing.
 */
export function isAllowedHost(endpoint: string, allowed: readonly string[]): boolean {
  const url = new URL(endpoint);
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return allowed.some((entry) => {
    const host = entry.trim().toLowerCase();
    return host === url.hostname || host === `${url.hostname}:${port}`;
  });
}

/** Where gateways of this installation may live: the listed hosts, and its own sandbox. */
export const mayReach = (endpoint: string, allowed: readonly string[], sandboxUrl: string | undefined): boolean =>
  isAllowedHost(endpoint, sandboxUrl ? [...allowed, new URL(sandboxUrl).host] : allowed);
