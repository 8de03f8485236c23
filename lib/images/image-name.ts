import { IMAGE_NAME_MAX } from "./limits";

/** Controls, halves of pairs, and everything that is there but can't be seen or turns the reading direction. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
const SEPARATORS = /[/\\:*?"<>|]/g;

/**
 * A file name as people may see it: NFC, one line, nothing invisible, no separators, ≤ 120 code points with its
 * ending kept. For display only; keys are never made from it.
 */
export function displayName(fileName: string): string {
  const clean = fileName
    .replace(/[\t-\r\u0085\u2028\u2029]/g, " ")
    .replace(INVISIBLE, "")
    .normalize("NFC")
    .replace(SEPARATORS, "_")
    .replace(/\s+/gu, " ")
    .trim();
  const [, stem = clean, ending = ""] = /^(.*?)(\.[A-Za-z0-9]{1,10})$/su.exec(clean) ?? [];
  const room = IMAGE_NAME_MAX - ending.length;
  const cut = [...stem].slice(0, room).join("").trimEnd();
  return `${cut || "image"}${ending}`;
}

/** The name inside an `X-Filename` header, or null where the header is absent or isn't percent-encoded UTF-8. */
export function nameOfHeader(header: string | null): string | null {
  if (!header || header.length > 9_000 || /[^\x21-\x7e]/.test(header)) return null;
  try {
    return displayName(decodeURIComponent(header));
  } catch {
    return null;
  }
}

/** RFC 6266 header that shows an image under its own name, for old readers under a plain one. */
export function contentDisposition(name: string): string {
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(name)?.[0] ?? "";
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `inline; filename="image${ending}"; filename*=UTF-8''${encoded}`;
}
