import "server-only";
import { and, eq, inArray, or, sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { LogStatus } from "@/db/enums";
import { kbScheduleLogs as logs, kbScheduleLogParts as parts } from "@/db/schema/deliveries";
import { kbRooms } from "@/db/schema/rooms";
import type { OrgScope } from "@/lib/access/scope";
import { logPaths } from "@/lib/deliveries/log-paths";
import { headsOf } from "@/lib/deliveries/queries";
import { type Found, MOST_FOUND, type Sought } from "./find-phones";
import type { FindWindow } from "./find-window";

/** One occurrence that fits. */
export type RoomFind = {
  id: number;
  botId: number;
  roomRef: number;
  room: string;
  title: string;
  status: LogStatus;
  reasonCode: string | null;
  /** Of the call that went wrong, where one did. */
  partCode: string | null;
  at: Date;
};

const NOT_WELL: LogStatus[] = [
  ...(["planned", "sending", "deferred", "unknown", "failed", "partial"] as const),
  ...(["missed", "skipped", "expired", "cancelled"] as const),
];

/** `12` names a room by its id, anything else by words of its name or of a title. */
const roomAsked = (room: string | undefined) =>
  room === undefined ? {} : /^\d{1,12}$/.test(room) ? { roomId: Number(room) } : { search: room };

/** The occurrences of a time that didn't arrive, newest first; of a room that is named, all of them. */
export async function findRuns(
  db: Executor,
  scope: OrgScope,
  window: FindWindow,
  { room, codes, text }: Sought & { room: string | undefined },
): Promise<Found<RoomFind>> {
  const query = { ...window, ...roomAsked(room), ...(room === undefined && { status: NOT_WELL }) };
  const paths = await logPaths(db, scope, query);
  if (paths.length === 0) return { rows: [], isCut: false };
  const [heads] = await db.execute(headsOf(paths, MOST_FOUND + 1));
  const ids = (heads as unknown as { id: number }[]).map(({ id }) => Number(id));
  const near = ids.slice(0, MOST_FOUND);
  if (near.length === 0) return { rows: [], isCut: false };
  const inCodes = codes?.length ? [...codes] : null;
  const ofPart = (column: typeof parts.errorCode, where: ReturnType<typeof and>) =>
    sql<string | null>`(select min(${column}) from ${parts} where ${and(eq(parts.logId, logs.id), where)})`;
  const rows = await db
    .select({
      ...{ id: logs.id, botId: logs.botId, roomRef: logs.roomRef, room: kbRooms.name, title: logs.title },
      ...{ status: logs.status, reasonCode: logs.reasonCode, at: logs.scheduledAt },
      partCode: ofPart(parts.errorCode, inArray(parts.status, ["unknown", "failed"])),
    })
    .from(logs)
    .innerJoin(kbRooms, eq(kbRooms.id, logs.roomRef))
    .where(
      and(
        inArray(logs.id, near),
        codes === null && text === null
          ? undefined
          : (or(
              inCodes ? inArray(logs.reasonCode, inCodes) : undefined,
              inCodes ? sql`${ofPart(parts.errorCode, inArray(parts.errorCode, inCodes))} is not null` : undefined,
              text ? sql`instr(${logs.errorMessage}, ${text}) > 0` : undefined,
              text ? sql`${ofPart(parts.errorCode, sql`instr(${parts.detail}, ${text}) > 0`)} is not null` : undefined,
            ) ?? sql`false`),
      ),
    );
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return { rows: near.flatMap((id) => rowOf.get(id) ?? []), isCut: ids.length > MOST_FOUND };
}
