import "server-only";
import type { Db } from "@/db/client";
import { columnList } from "@/db/column-list";
import { literals, parsedJson, plainSql } from "@/db/plain-sql";
import { kbScheduleLogParts, type kbScheduleLogs } from "@/db/schema/deliveries";
import type { LimitOverrides } from "@/db/schema/orgs";
import type { kbBots, kbRooms } from "@/db/schema/rooms";
import { limitChains } from "@/lib/rooms/limit-chain";
import { effectiveLimits, type Limits, limitValues, ownLimits } from "@/lib/rooms/limits";
import type { AccessRefusal } from "./access-refusal";
import { byRun } from "./call-rows";
import { loadAccess } from "./load-access";
import { loadBots } from "./load-bots";

export type RunLog = typeof kbScheduleLogs.$inferSelect;
export type RunPart = typeof kbScheduleLogParts.$inferSelect;
export type RunBot = typeof kbBots.$inferSelect;
export type Run = {
  log: Pick<RunLog, "id" | "scheduleId" | "startedAt">;
  parts: RunPart[];
  bot: RunBot;
  room: { id: number; roomId: string; name: string };
  limits: Limits;
  refusal: AccessRefusal | null;
};

type Room = typeof kbRooms.$inferSelect;
type Row = Pick<RunLog, "id" | "scheduleId" | "orgId" | "roomRef" | "botId" | "kind"> &
  Pick<RunLog, "targetRoomId" | "requestedBy" | "startedAt"> & {
    creator: string;
    roomName: string;
    roomBotId: number;
    roomPath: string;
    limits: unknown;
    isRoomDeleted: number;
  } & Pick<Room, "ownerOrgId" | "roomType" | "status">;

/** Runs with all that decides whether and how their next part goes, as it stands this moment; null for one that isn't there. */
export async function loadRuns(db: Db, logIds: readonly number[]): Promise<(Run | null)[]> {
  const plain = plainSql(db);
  const rows = await plain.rows<Row>(
    `select straight_join l.id, l.schedule_id scheduleId, l.org_id orgId, l.room_ref roomRef, l.bot_id botId, l.kind,
       l.target_room_id targetRoomId, l.requested_by requestedBy, l.started_at startedAt, s.created_by_mb_id creator,
       r.name roomName, r.bot_id roomBotId, r.owner_org_id ownerOrgId, r.room_type roomType, r.status, r.limits,
       r.deleted_at is not null isRoomDeleted, o.path roomPath
     from kb_schedule_logs l join kb_schedule s on s.id = l.schedule_id join kb_rooms r on r.id = l.room_ref
       join orgs o on o.id = r.owner_org_id
     where l.id in (${literals(logIds)})`,
  );
  if (rows.length === 0) return logIds.map(() => null);
  const [parts, bots, chains, refusalOf] = await Promise.all([
    partsOf(db, logIds),
    loadBots(plain, `id in (${literals(rows.map((row) => row.botId))})`),
    limitChains(
      db,
      rows.map((row) => row.roomPath),
    ),
    loadAccess(db, rows),
  ]);
  const botOf = new Map(bots.map((bot) => [bot.id, bot]));
  const runs = new Map<number, Run>();
  for (const row of rows) {
    const bot = botOf.get(row.botId);
    if (!bot) continue;
    const { id, scheduleId, startedAt, roomRef, roomName, targetRoomId } = row;
    const own = {
      origin: { kind: "room" as const, id: roomRef, name: roomName },
      limits: ownLimits(parsedJson<LimitOverrides | null>(row.limits)),
    };
    const { ownerOrgId, status, roomType } = row;
    const place = {
      room: { botId: row.roomBotId, ownerOrgId, status, roomType, isDeleted: row.isRoomDeleted === 1 },
      bot: { status: bot.status, isDeleted: bot.deletedAt !== null },
    };
    runs.set(id, {
      log: { id, scheduleId, startedAt },
      parts: parts.get(id) ?? [],
      bot,
      room: { id: roomRef, roomId: targetRoomId, name: roomName },
      limits: limitValues(effectiveLimits([...(chains.get(row.roomPath) ?? []), own])),
      refusal: refusalOf(row, place),
    });
  }
  return logIds.map((id) => runs.get(id) ?? null);
}

/** Parts of these runs, each run's in their order. */
export async function partsOf(db: Db, logIds: readonly number[]): Promise<Map<number, RunPart[]>> {
  const rows = await plainSql(db).rows<RunPart>(
    `select ${columnList(kbScheduleLogParts)} from kb_schedule_log_parts
     where log_id in (${literals(logIds)}) order by log_id, seq`,
  );
  return byRun(rows.map((row) => ({ ...row, payload: parsedJson<RunPart["payload"]>(row.payload) })));
}
