import { instantOf, parseDate } from "./kst";

const LEAST = Date.UTC(1995, 0, 1);
const MOST = Date.UTC(2100, 0, 1);
const WALL = /^(\d{4})[-./](\d{1,2})[-./](\d{1,2})[T ]*(?:(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,3}))?\d*)?)?$/;

/** When it was: an instant with its zone, seconds or milliseconds since 1970, or a wall time, which was Korea's. */
export function instantIn(text: string): Date | null {
  const given = text.trim();
  const wall = WALL.exec(given);
  const ms = wall ? wallTime(wall) : /^\d{10}$/.test(given) ? Number(given) * 1_000 : zoned(given);
  return ms !== null && ms >= LEAST && ms < MOST ? new Date(ms) : null;
}

function wallTime([, year, month, day, hour = "0", minute = "0", second = "0", part = "0"]: RegExpExecArray) {
  const date = parseDate(`${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")}`);
  if (date === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const at = instantOf(date, Number(hour) * 60 + Number(minute)).getTime();
  return at + Number(second) * 1_000 + Number(part.padEnd(3, "0"));
}

function zoned(text: string): number | null {
  if (/^\d{13}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d{2}-\d{2}[T ][\d:.]+\s*(Z|[+-]\d{2}:?\d{2})$/.test(text)) return null;
  const at = Date.parse(text.replace(" ", "T").replace(/\s/g, ""));
  return Number.isNaN(at) ? null : at;
}
