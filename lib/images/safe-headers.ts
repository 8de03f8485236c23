/** What keeps a picture a picture in every browser (security.md §1b Serving). */
export const SAFE_HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Content-Security-Policy": "default-src 'none'; sandbox",
  "Cross-Origin-Resource-Policy": "same-origin",
  // Asked again every time, so that losing access acts on the next look; unchanged pictures cost one 304.
  "Cache-Control": "private, no-cache",
  Vary: "Cookie, Authorization",
};

/** True where `If-None-Match` names the tag: the caller has the bytes already. */
export const isKnown = (known: string | null, tag: string): boolean =>
  known?.split(/\s*,\s*/).some((one) => one.replace(/^W\//, "") === tag) === true;
