/** Facts of a request that decide whether a browser was tricked into sending it. */
export type OriginFacts = { method: string; secFetchSite: string | null; origin: string | null };

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * True when a cookie-authenticated request may have come from another site: Go's CrossOriginProtection, stricter in
 * that an unsafe request without either header is refused (security.md §1c).
 * @param appOrigin the configured origin, never Host or X-Forwarded-Host
 */
export function isCrossSite({ method, secFetchSite, origin }: OriginFacts, appOrigin: string): boolean {
  if (SAFE.has(method)) return false;
  if (secFetchSite) return secFetchSite !== "same-origin" && secFetchSite !== "none";
  return origin !== appOrigin;
}
