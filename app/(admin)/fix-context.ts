import "server-only";
import type { FixContext } from "@/components/diagnosis/fix-acts";
import type { Actor } from "@/lib/access/actor";
import { scopeOf } from "@/lib/access/scope";
import type { Xray } from "@/lib/diagnosis/xray-dto";
import { botViewOf, findBot } from "@/lib/rooms/bot-queries";
import { findRoom } from "@/lib/rooms/queries";
import { findTenant, tenantViewOf } from "@/lib/tenants/queries";
import { runtime } from "@/lib/wiring";

/** What an x-ray's fix acts on, as its reader may see it. */
export async function fixContext(actor: Actor, { fix, now }: Xray): Promise<Omit<FixContext, "message">> {
  const { db } = runtime();
  const { kind, id } = fix?.target ?? { kind: null, id: 0 };
  const at = new Date(now);
  return {
    tenant: kind === "tenant" ? await findTenant(db, await tenantViewOf(db, actor), id, at) : null,
    bot: kind === "bot" ? await findBot(db, botViewOf(actor), id, at) : null,
    room: kind === "room" ? await findRoom(db, scopeOf(actor), id, at) : null,
  };
}
