import "server-only";
import type * as z from "zod";
import type { UserActor } from "@/lib/access/actor";
import type { Runtime } from "@/lib/runtime";
import { changeSandbox } from "./change-sandbox";
import type { SandboxFaultInput } from "./schema";

/** Makes something go wrong in one room of the stand-in, from the next call on. */
export const setFault = (
  rt: Pick<Runtime, "db" | "clock" | "sandbox">,
  actor: UserActor,
  { id, ...fault }: z.output<typeof SandboxFaultInput>,
): Promise<void> =>
  changeSandbox(rt, actor, id, {
    action: "sandbox.fault",
    after: fault,
    run: async (door, { roomId }) => {
      await door.clearFaults({ kind: fault.kind, roomId });
      await door.addFault({ ...fault, roomId });
    },
  });
