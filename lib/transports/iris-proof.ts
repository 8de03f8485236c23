/** A row of the phone's `chat_logs`, as Iris hands it out: every column is text. */
export type ChatRow = {
  _id: string;
  id: string;
  type: string;
  message: string | null;
  attachment?: string | null;
  m?: string;
};

/** A question to the phone's own database. */
export type Statement = { query: string; bind: string[] };

export type Expected = { kind: "text"; text: string } | { kind: "images"; count: number };

/** KakaoTalk's chat types (kakao-gateways.md §2). */
const TEXT = "1";
const PHOTO = "2";
const PHOTOS = "27";

export const baselineQuery = (roomId: string): Statement => ({
  query: "SELECT COALESCE(MAX(_id),0) AS m FROM chat_logs WHERE chat_id=?",
  bind: [roomId],
});

/** Rows of the room newer than the baseline that the bot itself wrote. */
export const seenQuery = (roomId: string, before: readonly ChatRow[]): Statement => ({
  query: `SELECT _id,id,type,message,attachment FROM chat_logs WHERE chat_id=? AND _id>? AND v LIKE '%"isMine":true%' ORDER BY _id`,
  bind: [roomId, before[0]?.m ?? "0"],
});

const normal = (text: string | null) => (text ?? "").replace(/\r\n?/g, "\n").trimEnd();

/** The first row that is what was sent: text word for word, photos by type and, where the log tells, by number. */
export function wasSeen(rows: readonly ChatRow[], expected: Expected): ChatRow | null {
  const fits = (row: ChatRow) => {
    if (expected.kind === "text") return row.type === TEXT && normal(row.message) === normal(expected.text);
    if (row.type !== (expected.count === 1 ? PHOTO : PHOTOS)) return false;
    const count = photoCount(row.attachment);
    return count === null || count === expected.count;
  };
  return rows.find(fits) ?? null;
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
