import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { writeAudit } from "@/lib/access/audit";
import { can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type SandboxDoor, SandboxSilent } from "@/lib/transports/sandbox-port";
import { getSandboxRoom, type SandboxRoomRow } from "./queries";

type Change = { action: string; after?: unknown; run: (door: SandboxDoor, room: SandboxRoomRow) => Promise<void> };

/**
 * Does something to one room of the stand-in, for whoever may send there; who did it is written first.
 * @throws AppError not_found; forbidden; conflict where the stand-in doesn't answer
 */
export async function changeSandbox(
  rt: Pick<Runtime, "db" | "clock" | "sandbox">,
  actor: UserActor,
  id: number,
  { action, after, run }: Change,
): Promise<void> {
  const room = await getSandboxRoom(rt.db, scopeOf(actor), id);
  if (!can(actor, "log.send", room.orgPath)) throw new AppError("forbidden");
  if (!rt.sandbox) throw new AppError("conflict", { message: "sandboxSilent" });
  const now = await rt.clock();
  await writeAudit(rt.db, actor, now, { action, subject: `room:${id}`, orgId: room.ownerOrgId, after });
  try {
    await run(rt.sandbox, room);
  } catch (error) {
    if (error instanceof SandboxSilent) throw new AppError("conflict", { message: "sandboxSilent" });
    throw error;
  }
}
