import { parseObjectKey } from "@/lib/storage/object-key";

/** So many spellings are looked for at most. */
const MOST = 96;
const ENDING = /\.([A-Za-z0-9]{1,5})$/;

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
const trimmed = (text: string): string =>
  text
    .split("/")
    .map((segment) => segment.trim().replace(/\s+(\.[A-Za-z0-9]{1,5})$/, "$1"))
    .join("/");

/** The path from the prefix on: without a leading slash, a bucket, an address, a folder of the old system. */
const fromPrefix = (text: string, prefix: string): string => {
  const at = text.lastIndexOf(`/${prefix}`);
  return at >= 0 ? text.slice(at + 1) : text;
};

/** Folders may be written in one form and the names in them in the other. */
const forms = (text: string, from = 0): string[] =>
  (["NFC", "NFD"] as const).map((form) => text.slice(0, from) + text.slice(from).normalize(form));

const endings = (text: string): string[] => {
  const ending = ENDING.exec(text)?.[1];
  if (ending === undefined) return [];
  const stem = text.slice(0, -ending.length);
  const lower = ending.toLowerCase();
  return [lower, lower.toUpperCase(), lower[0]!.toUpperCase() + lower.slice(1)].map((other) => stem + other);
};

/**
 * Other spellings under which the file of a path may lie: the ways old systems, browsers and disks change a name (image-sync.md
 * 2f). Only keys below the prefix, without the path itself, in a fixed order.
 */
export function pathAlternates(path: string, prefix: string): string[] {
  const steps: ((text: string) => string[])[] = [
    (text) => [text.replaceAll("\\", "/")],
    (text) => [fromPrefix(text, prefix), text.replace(/^\/+/, "")],
    (text) => (text.startsWith(prefix) ? [] : [prefix + text.replace(/^\/+/, "")]),
    (text) => [decoded(text)],
    (text) => [text.replaceAll("+", " "), decoded(text.replaceAll("+", " "))],
    (text) => [trimmed(text)],
    (text) => [...forms(text), ...forms(text, text.lastIndexOf("/") + 1)],
    endings,
  ];
  const spellings = new Set([path]);
  for (const step of steps)
    for (const text of [...spellings])
      for (const other of step(text)) {
        if (spellings.size >= MOST) break;
        spellings.add(other);
      }
  return [...spellings].filter((text) => text !== path && text.startsWith(prefix) && parseObjectKey(text) !== null);
}
