import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import type { Runtime } from "@/lib/runtime";

/** Where nothing is real: texts that go to the stand-in of Solapi, rooms that a stand-in of bots serves. */
export const drillSides = ({ env, sandbox }: Pick<Runtime, "env" | "sandbox">) => ({
  phones: env.SOLAPI_MODE === "simulator",
  rooms: sandbox !== undefined,
});

/** An admin of the headquarters, and only where something isn't real. */
export function mayDrill(rt: Pick<Runtime, "env" | "sandbox">, actor: UserActor): boolean {
  const { phones, rooms } = drillSides(rt);
  return (phones || rooms) && mayEver(actor, "drill.run");
}
