import "server-only";
import type * as z from "zod";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import type { Runtime } from "@/lib/runtime";
import { changeSandbox } from "./change-sandbox";
import type { SandboxFaultEnd } from "./schema";

/** Ends the faults of one room, of one kind or all; for those who keep the bots also the faults of every room. */
export const endFaults = (
  rt: Pick<Runtime, "db" | "clock" | "sandbox">,
  actor: UserActor,
  { id, kind }: z.output<typeof SandboxFaultEnd>,
): Promise<void> =>
  changeSandbox(rt, actor, id, {
    action: "sandbox.faultEnd",
    after: { kind: kind ?? "all" },
    run: async (door, { roomId }) => {
      await door.clearFaults({ kind, roomId });
      if (mayEver(actor, "bot.write")) await door.clearFaults({ kind, roomId: null });
    },
  });
