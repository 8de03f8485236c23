import "server-only";
import { and, eq } from "drizzle-orm";
import type { Db } from "@/db/client";
import { probeStates } from "@/db/schema/diagnosis";
import { kbBots } from "@/db/schema/rooms";
import type { UserActor } from "@/lib/access/actor";
import { visibleTenants } from "@/lib/alerts/tenant-facts";
import { botViewOf, isVisible } from "@/lib/rooms/bot-queries";
import { probeOf, probes } from "./probe-names";

/**
 * How much of what a reader may know of is broken, for the figure in the menu: one small question where nothing is. A tenant or
 * bot counts once, however many looks at it went badly.
 */
export async function countBrokenFor(db: Db, actor: UserActor): Promise<number> {
  const rows = await db.select({ key: probeStates.probeKey }).from(probeStates).where(eq(probeStates.ok, false));
  const broken = rows.flatMap(({ key }) => probeOf(key) ?? []);
  const idsOf = (of: "tenant" | "bot") =>
    new Set(broken.flatMap(({ name, id }) => (probes[name].of === of && id !== null ? [id] : [])));
  const ofSystem = broken.filter(({ name }) => probes[name].of === "system").length;
  const view = botViewOf(actor);
  if (view.isHq) return ofSystem + idsOf("tenant").size + idsOf("bot").size;
  const [tenants, bots] = [idsOf("tenant"), idsOf("bot")];
  const [own, seen] = await Promise.all([
    visibleTenants(db, view.scope, [...tenants]),
    bots.size === 0
      ? []
      : db
          .select({ id: kbBots.id })
          .from(kbBots)
          .where(and(isVisible(db, view), eq(kbBots.status, "approved"))),
  ]);
  return ofSystem + own.size + seen.filter(({ id }) => bots.has(id)).length;
}
