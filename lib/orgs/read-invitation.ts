import "server-only";
import type { Runtime } from "@/lib/runtime";
import { invitedPerson } from "./invitation";

/** Who an invitation is for. @throws AppError invalid at `token` */
export async function readInvitation(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  input: { token: string },
): Promise<{ mbId: string; name: string; orgName: string }> {
  const { mbId, name, orgName } = await invitedPerson(rt.db, rt.env, input.token, await rt.clock());
  return { mbId, name, orgName };
}
