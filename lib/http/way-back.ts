/** An address next-auth takes as one, wherever it leads: our `redirect` decides that. Anything else it answers with a 500. */
export const isWayBack = (url: string | null): boolean =>
  !url || (url.startsWith("/") ? URL.canParse(url, "http://here.invalid") : /^https?:/.test(url) && URL.canParse(url));

/** The name of next-auth's cookie for the way back, where what it holds is none; else null. */
export function brokenWayBack(cookies: string | null): string | null {
  const found = /(?:^|;\s*)((?:__Secure-)?next-auth\.callback-url)=([^;]*)/.exec(cookies ?? "");
  if (!found) return null;
  try {
    return isWayBack(decodeURIComponent(found[2]!)) ? null : found[1]!;
  } catch {
    return null;
  }
}
