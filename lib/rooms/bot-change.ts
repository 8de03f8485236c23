import "server-only";
import { eq, sql } from "drizzle-orm";
import type { Tx } from "@/db/client";
import { lanes } from "@/db/schema/dispatch";
import { kbBots } from "@/db/schema/rooms";
import { seal } from "@/lib/access/sealed";
import type { Env } from "@/lib/env/schema";
import { invalid } from "@/lib/errors";
import { isReachable } from "./endpoint";

/** Refuses an address outside the hosts gateways may live on, so that the product can't be made to call anything else (rulings 20). */
export function refuseUnreachable(endpoint: string, env: Env): void {
  if (!isReachable(endpoint, env)) throw invalid("endpoint", "endpointNotAllowed");
}

/** Whoever has a bot has the lane of its device (rulings 2). */
export const ensureLane = (tx: Tx, deviceId: string) =>
  tx
    .insert(lanes)
    .values({ laneKey: `device:${deviceId}` })
    .onDuplicateKeyUpdate({ set: { laneKey: sql`${lanes.laneKey}` } });

/** Stores a bot's secret sealed, bound to its row; an empty one is taken away. */
export const storeSecret = (tx: Tx, id: number, secret: string, env: Env) =>
  tx
    .update(kbBots)
    .set({ secret: secret === "" ? null : seal(env.ENCRYPTION_KEYS, `kb_bots|${id}|secret`, secret) })
    .where(eq(kbBots.id, id));
