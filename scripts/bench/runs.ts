import { sql } from "drizzle-orm";
import { type Db, databaseNow } from "@/db/client";
import { plantBot, plantOrg, plantRoom, plantUser } from "@/db/testing/plant";
import type { KakaoGateway } from "@/lib/transports/port";
import { plantSchedule } from "../testing/engine-rig";
import { plantNumbers } from "./worlds";

export type Runs = {
  devices: number;
  rooms: number;
  /** Texts of one run. */
  parts: number;
};

/**
 * Production rooms spread over devices without a gap between calls, each with a schedule and its own limits in force.
 * `due` writes a run for each room into the ledger, as if it had been materialised at `at`, and answers the first one's id.
 */
export async function plantRooms(db: Db, { devices, rooms, parts }: Runs) {
  const org = await plantOrg(db, "hq", null);
  const user = await plantUser(db, org);
  const now = await databaseNow(db);
  const later = new Date(now.getTime() + 86_400_000);
  const schedule = await plantSchedule(db, org, user, await plantRoom(db, org, await plantBot(db)), {
    nextSendAt: later,
  });
  await plantNumbers(db, Math.max(devices, rooms));
  const below = (count: number) => sql`from numbers where n < ${count}`;
  await db.execute(sql`insert into kb_bots (id, bot_name, device_id, gateway, endpoint, status, min_gap_ms, is_sandbox, created_at, updated_at)
    select 1000 + n, concat('봇', n), concat('bench-', n), 'iris_plain', 'http://127.0.0.1:1', 'approved', 0, 1, ${now}, ${now} ${below(devices)}`);
  await db.execute(sql`insert into kb_rooms (id, room_id, bot_id, name, room_type, owner_org_id, created_at, updated_at)
    select 1000 + n, 100000 + n, 1000 + n mod ${devices}, concat('방 ', n), 'production', ${org.id}, ${now}, ${now} ${below(rooms)}`);
  // A schedule for each room, so that ends of runs don't meet in one row.
  await db.execute(sql`insert into kb_schedule (id, title, created_by_type, created_by_id, created_by_mb_id, owner_org_id, room_ref, target_bot_name, target_room_id,
      message_text, message_images_1, message_images_2, schedule_type, schedule_time, valid_from, valid_until, status, next_send_at, created_at, updated_at)
    select 1000 + n, title, created_by_type, created_by_id, created_by_mb_id, owner_org_id, 1000 + n, target_bot_name, 100000 + n,
      message_text, message_images_1, message_images_2, schedule_type, schedule_time, valid_from, valid_until, status, next_send_at, created_at, updated_at
    from kb_schedule join numbers where id = ${schedule} and n < ${rooms}`);
  await db.execute(sql`insert into lanes (lane_key) select concat('device:bench-', n) ${below(devices)}`);
  await db.execute(sql`analyze table kb_bots, kb_rooms, kb_schedule, lanes`);
  let planted = 1_000;
  return async function due(at: Date): Promise<number> {
    const expires = new Date(at.getTime() + 86_400_000);
    await db.execute(sql`insert into kb_schedule_logs (id, schedule_id, org_id, room_ref, bot_id, target_room_id, kind, title, status, is_sandbox,
        scheduled_at, next_attempt_at, expires_at, created_at)
      select ${planted} + n, 1000 + n, ${org.id}, 1000 + n, 1000 + n mod ${devices}, 100000 + n, 'schedule', '안내', 'planned', 1,
        ${at}, ${at}, ${expires}, ${at} ${below(rooms)}`);
    for (let part = 0; part < parts; part++)
      await db.execute(sql`insert into kb_schedule_log_parts (log_id, seq, kind, chunk, payload)
        select ${planted} + n, ${part}, 'text', ${part}, '{"kind":"text","text":"오늘 저녁 귤이 싸요"}' ${below(rooms)}`);
    await db.execute(sql`update lanes set ready_at = ${at} where lane_key like 'device:bench-%'`);
    planted += rooms;
    return planted - rooms;
  };
}

/** A gateway that hands every text to `answer` and takes it as delivered. */
export function answeringGateway(answer: (roomId: string) => Promise<void>): KakaoGateway {
  const send = async (roomId: string) => {
    await answer(roomId);
    return { kind: "accepted", certainty: "delivered", ref: roomId } as const;
  };
  return {
    capability: {
      ...{ maxImagesPerCall: 1, maxImageBytes: 1e7, maxCallBytes: 1e7 },
      ...{ confirms: "none", honoursMediaWait: true, addressing: "roomId" },
    },
    health: async () => ({ ok: true, latencyMs: 0, detail: "" }),
    open: async () => ({ kind: "ready", mark: null }),
    sendText: (_bot, roomId) => send(roomId),
    sendImages: (_bot, roomId) => send(roomId),
    lookUp: async () => ({ kind: "none", detail: "" }),
  };
}
