import * as z from "zod";
import type { Expected, SentCall } from "./port";

const Column = z.union([z.string(), z.number()]).transform(String);
/** A row of the phone's `chat_logs`, as Iris hands it out: every column is text (some builds write numbers). */
const ChatRow = z.object({
  _id: Column,
  id: Column,
  type: Column,
  message: z.string().nullish(),
  attachment: z.string().nullish(),
});
export type ChatRow = z.output<typeof ChatRow>;
const Rows = z.object({ data: z.array(ChatRow) });
const Newest = z.object({ data: z.array(z.object({ m: Column })) });

function read<T>(body: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.safeParse(JSON.parse(body)).data ?? null;
  } catch {
    return null;
  }
}

/** The rows of an answer of `/query`, or null where it is none. */
export const chatRows = (body: string): ChatRow[] | null => read(body, Rows)?.data ?? null;
/** `_id` of the room's newest row, or null where the answer doesn't tell. */
export const newestId = (body: string): string | null => {
  const newest = read(body, Newest);
  return newest && (newest.data[0]?.m ?? "0");
};

/** A question to the phone's own database. */
export type Statement = { query: string; bind: string[] };

/** KakaoTalk's chat types (kakao-gateways.md §2). */
const TEXT = "1";
const PHOTO = "2";
const PHOTOS = "27";

export const baselineQuery = (roomId: string): Statement => ({
  query: "SELECT COALESCE(MAX(_id),0) AS m FROM chat_logs WHERE chat_id=?",
  bind: [roomId],
});

/** The first rows of the room newer than the baseline that the bot itself wrote. */
export const seenQuery = (roomId: string, afterId: string): Statement => ({
  query: `SELECT _id,id,type,message,attachment FROM chat_logs WHERE chat_id=? AND _id>? AND v LIKE '%"isMine":true%' ORDER BY _id LIMIT 100`,
  bind: [roomId, afterId],
});

const normal = (text: string | null | undefined) => (text ?? "").replace(/\r\n?/g, "\n").trimEnd();

/**
 * The first row that is what was sent: text word for word, photos by type and, where the log tells, by number. Several
 * photos may also stand as that many single ones.
 */
export function wasSeen(rows: readonly ChatRow[], expected: Expected): ChatRow | null {
  if (expected.kind === "text")
    return rows.find((row) => row.type === TEXT && normal(row.message) === normal(expected.text)) ?? null;
  const { count } = expected;
  const singles = rows.filter((row) => row.type === PHOTO);
  if (singles.length >= count) return singles[count - 1] ?? null;
  return rows.find((row) => row.type === PHOTOS && (photoCount(row.attachment) ?? count) === count) ?? null;
}

const number = (id: string) => (/^\d{1,19}$/.test(id) ? BigInt(id) : null);

/** The row that is this call's: newer than its mark, not newer than the next call's, credited to no other, and what was sent. */
export function evidenceOf(rows: readonly ChatRow[], sent: SentCall): ChatRow | null {
  const after = number(sent.mark ?? "");
  const until = sent.nextMark === null ? null : number(sent.nextMark);
  if (after === null || (sent.nextMark !== null && until === null)) return null;
  const own = rows.filter((row) => {
    const id = number(row._id);
    return id !== null && id > after && (until === null || id <= until) && !sent.taken.includes(row.id);
  });
  return (sent.ref !== null && own.find((row) => row.id === sent.ref)) || wasSeen(own, sent.expected);
}

/** Photos a log row carries, or null when its attachment doesn't say. */
function photoCount(attachment: string | null | undefined): number | null {
  try {
    const value = JSON.parse(attachment ?? "") as { thumbnailUrls?: unknown; csl?: unknown };
    const list = value.thumbnailUrls ?? value.csl;
    return Array.isArray(list) ? list.length : null;
  } catch {
    return null;
  }
}
