import "server-only";
import { and, asc, count, desc, eq, gte, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { RoomType } from "@/db/enums";
import { kbScheduleLogParts, kbScheduleLogs } from "@/db/schema/deliveries";
import { images } from "@/db/schema/images";
import { orgs } from "@/db/schema/orgs";
import { kbBots, kbRooms } from "@/db/schema/rooms";
import { inScope, type OrgScope } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { LedgerPart } from "./match";

/** A room that a sandbox bot serves. `id` is its row, `roomId` its channel. */
export type SandboxRoomRow = {
  id: number;
  roomId: string;
  name: string;
  roomType: RoomType;
  memberCount: number | null;
  botName: string;
  orgName: string;
  orgPath: string;
  ownerOrgId: number;
};

const columns = {
  id: kbRooms.id,
  roomId: kbRooms.roomId,
  name: kbRooms.name,
  roomType: kbRooms.roomType,
  memberCount: kbRooms.memberCount,
  botName: kbBots.botName,
  orgName: orgs.name,
  orgPath: orgs.path,
  ownerOrgId: kbRooms.ownerOrgId,
};
const MOST_ROOMS = 500;

const inSandbox = (db: Executor, scope: OrgScope, id?: number): Promise<SandboxRoomRow[]> =>
  db
    .select(columns)
    .from(kbRooms)
    .innerJoin(orgs, eq(orgs.id, kbRooms.ownerOrgId))
    .innerJoin(kbBots, eq(kbBots.id, kbRooms.botId))
    .where(
      and(
        inScope(scope),
        eq(kbBots.isSandbox, true),
        isNull(kbRooms.deletedAt),
        isNull(kbBots.deletedAt),
        id === undefined ? undefined : eq(kbRooms.id, id),
      ),
    )
    .orderBy(asc(kbRooms.name), asc(kbRooms.id))
    .limit(MOST_ROOMS);

/** The rooms of a subtree whose bot is a stand-in, by name. */
export const listSandboxRooms = (db: Executor, scope: OrgScope): Promise<SandboxRoomRow[]> => inSandbox(db, scope);

/** @throws AppError not_found: absent, foreign, or a room of a real bot */
export async function getSandboxRoom(db: Executor, scope: OrgScope, id: number): Promise<SandboxRoomRow> {
  const [room] = await inSandbox(db, scope, id);
  if (!room) throw new AppError("not_found");
  return room;
}

/** The newest run of a room that has begun, and how many calls it has; null before the first one. */
export async function newestRun(
  db: Executor,
  scope: OrgScope,
  roomRef: number,
): Promise<{ logId: number; startedAt: string; parts: number } | null> {
  const [log] = await db
    .select({ id: kbScheduleLogs.id, startedAt: kbScheduleLogs.startedAt })
    .from(kbScheduleLogs)
    .innerJoin(orgs, eq(orgs.id, kbScheduleLogs.orgId))
    .where(and(inScope(scope), eq(kbScheduleLogs.roomRef, roomRef), isNotNull(kbScheduleLogs.startedAt)))
    .orderBy(desc(kbScheduleLogs.startedAt), desc(kbScheduleLogs.id))
    .limit(1);
  if (!log?.startedAt) return null;
  const [parts] = await db.select({ n: count() }).from(kbScheduleLogParts).where(eq(kbScheduleLogParts.logId, log.id));
  return { logId: log.id, startedAt: log.startedAt.toISOString(), parts: parts?.n ?? 0 };
}

/** What the room itself can't tell of a picture: its size, and the small picture of ours with the same bytes. */
export type KnownImage = { key: string; width: number | null; height: number | null };

/** The calls a room got since `since`, and the pictures they sent by their sha256. */
export async function callsSince(
  db: Executor,
  scope: OrgScope,
  roomRef: number,
  since: Date,
): Promise<{ parts: LedgerPart[]; pictures: Map<string, KnownImage> }> {
  const rows = await db
    .select({ part: kbScheduleLogParts })
    .from(kbScheduleLogParts)
    .innerJoin(kbScheduleLogs, eq(kbScheduleLogs.id, kbScheduleLogParts.logId))
    .innerJoin(orgs, eq(orgs.id, kbScheduleLogs.orgId))
    .where(and(inScope(scope), eq(kbScheduleLogs.roomRef, roomRef), gte(kbScheduleLogParts.startedAt, since)));
  const keys = rows.flatMap(({ part }) => (part.payload.kind === "images" ? part.payload.keys : []));
  const known =
    keys.length === 0
      ? []
      : await db
          .select({ key: images.objectKey, sha256: images.sha256, width: images.width, height: images.height })
          .from(images)
          .where(inArray(images.objectKey, [...new Set(keys)]));
  const shaOf = new Map(known.map(({ key, sha256 }) => [key, sha256?.toString("hex") ?? ""]));
  const parts = rows.map(({ part }): LedgerPart => {
    const { logId, seq, kind, providerRef, startedAt, finishedAt, payload } = part;
    const content =
      payload.kind === "text"
        ? payload
        : { kind: payload.kind, sha256: payload.keys.map((key) => shaOf.get(key) ?? "") };
    return { logId, seq, kind, ref: providerRef, startedAt, finishedAt, content };
  });
  const pictures = known.map(({ key, width, height }) => [shaOf.get(key)!, { key, width, height }] as const);
  return { parts, pictures: new Map(pictures) };
}
