import { invalid } from "@/lib/errors";

/** A place in a list as clients carry it: the last row's key, opaque. */
export const toCursor = (key: string | number): string =>
  btoa(String(key)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** @throws AppError invalid at `cursor` where it isn't one of ours */
export function fromCursor(cursor: string, shape: RegExp): string {
  try {
    const key = atob(cursor.replaceAll("-", "+").replaceAll("_", "/"));
    if (shape.test(key)) return key;
  } catch {
    // Not even base64: said below.
  }
  throw invalid("cursor", "badCursor");
}

/** Rows read one beyond the page → the page and where the next begins. */
export function pageOf<T>(rows: T[], limit: number, keyOf: (row: T) => string | number) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? toCursor(keyOf(last)) : null };
}
