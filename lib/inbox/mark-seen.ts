import "server-only";
import { sql } from "drizzle-orm";
import { inboxes } from "@/db/schema/inbox";
import type { UserActor } from "@/lib/access/actor";
import type { Runtime } from "@/lib/runtime";
import { defaultSettings } from "./settings";

/** Remembers until when a person has looked through their inbox; never takes it back, never runs ahead of the clock. */
export async function markSeen(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  { until }: { until: string },
): Promise<void> {
  const now = await rt.clock();
  const seenAt = new Date(Math.min(now.getTime(), Date.parse(until)));
  await rt.db
    .insert(inboxes)
    .values({ userId: actor.userId, ...defaultSettings, seenAt, updatedAt: now })
    .onDuplicateKeyUpdate({ set: { seenAt: sql`greatest(coalesce(seen_at, values(seen_at)), values(seen_at))` } });
}
