import { invalid } from "@/lib/errors";
import { fromCursor, toCursor } from "@/lib/orgs/cursor";

/** Where a page of customers ended: by name, or by the instant of the last change, newest first. */
export type CustomerCursor = { key: string; id: number };

export const encodeCustomerCursor = ({ key, id }: CustomerCursor): string =>
  toCursor(`${id}.${encodeURIComponent(key)}`);

/** @throws AppError invalid at `cursor` where it isn't one of ours */
export function decodeCustomerCursor(text: string, sort: "name" | "updated"): CustomerCursor {
  const [, id, encoded] = /^([1-9]\d{0,14})\.(.*)$/.exec(fromCursor(text, /^[1-9]\d{0,14}\.[\x21-\x7e]*$/)) ?? [];
  try {
    const key = decodeURIComponent(encoded ?? "");
    if (sort === "name" || !Number.isNaN(Date.parse(key))) return { key, id: Number(id) };
  } catch {
    // A broken escape: said below.
  }
  throw invalid("cursor", "badCursor");
}
