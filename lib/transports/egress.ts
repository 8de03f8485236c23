/**
 * Whether a gateway may be called at all: http or https, no credentials in the address, and a host the operator named
 * in EGRESS_ALLOW_HOSTS (`host` for every port, `host:port` for one). Returns the URL to use, or null.
 */
export function allowedUrl(endpoint: string, path: string, allowHosts: readonly string[]): URL | null {
  let base: URL;
  try {
    base = new URL(endpoint);
  } catch {
    return null;
  }
  if (!["http:", "https:"].includes(base.protocol) || base.username || base.password) return null;
  const port = base.port || (base.protocol === "https:" ? "443" : "80");
  const allowed = allowHosts.some((host) => [base.hostname, `${base.hostname}:${port}`].includes(host.toLowerCase()));
  if (!allowed) return null;
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, "")}${path}`;
  url.search = "";
  url.hash = "";
  return url;
}
