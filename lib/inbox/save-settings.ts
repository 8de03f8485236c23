import "server-only";
import { inboxes } from "@/db/schema/inbox";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import type { Runtime } from "@/lib/runtime";
import { inboxSettings } from "./queries";
import type { InboxSettings } from "./settings";

/** Keeps what a person wants to be told of. */
export async function saveSettings(
  rt: Pick<Runtime, "db" | "clock">,
  actor: UserActor,
  settings: InboxSettings,
): Promise<InboxSettings> {
  const now = await rt.clock();
  await rt.db.transaction(async (tx) => {
    const { seenAt: _, ...before } = await inboxSettings(tx, actor.userId);
    await tx
      .insert(inboxes)
      .values({ userId: actor.userId, ...settings, updatedAt: now })
      .onDuplicateKeyUpdate({ set: { ...settings, updatedAt: now } });
    await writeAudit(tx, actor, now, {
      action: "inbox.settings",
      subject: `user:${actor.userId}`,
      orgId: actor.org.id,
      before,
      after: settings,
    });
  });
  const { seenAt: _, ...after } = await inboxSettings(rt.db, actor.userId);
  return after;
}
