import "server-only";
import type { UserActor } from "@/lib/access/actor";
import type { Runtime } from "@/lib/runtime";
import { changeSandbox } from "./change-sandbox";

/** Empties a room of the stand-in; the ledger keeps everything. */
export const clearRoom = (
  rt: Pick<Runtime, "db" | "clock" | "sandbox">,
  actor: UserActor,
  { id }: { id: number },
): Promise<void> =>
  changeSandbox(rt, actor, id, { action: "sandbox.clear", run: (door, room) => door.clear(room.roomId) });
