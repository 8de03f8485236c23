import { invalid } from "@/lib/errors";

/** Where a page of a list by name ended. */
export type NameCursor = { name: string; id: number };

export const cursorOf = ({ name, id }: NameCursor): string =>
  btoa(encodeURIComponent(JSON.stringify([name, id]))).replaceAll("=", "");

/** @throws AppError invalid where the text is no cursor of ours */
export function parseCursor(text: string): NameCursor {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(atob(text)));
    if (Array.isArray(value) && typeof value[0] === "string" && Number.isSafeInteger(value[1]))
      return { name: value[0], id: value[1] };
  } catch {}
  throw invalid("cursor", "badValue");
}
