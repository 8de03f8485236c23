const PORTS = ["", "443", "8443"];

/** An address notices may be sent to, as far as its text can tell: https, no credentials, a port of https. Null otherwise. */
export function parseWebhookUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === "https:" && !url.username && !url.password && PORTS.includes(url.port) ? url : null;
}
