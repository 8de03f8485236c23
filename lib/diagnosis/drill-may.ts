import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { mayEver } from "@/lib/access/can";
import { AppError } from "@/lib/errors";
import type { Runtime } from "@/lib/runtime";
import { type DrillId, isRoomDrill } from "./drill-faults";

type Doors = Pick<Runtime, "sandbox" | "simulator">;

/** Where nothing is real: texts that go to the stand-in of Solapi, rooms that a stand-in of bots serves. */
export const drillSides = ({ sandbox, simulator }: Doors) => ({
  phones: simulator !== undefined,
  rooms: sandbox !== undefined,
});

/** An admin of the headquarters, and only where something isn't real. */
export function mayDrill(rt: Doors, actor: UserActor): boolean {
  const { phones, rooms } = drillSides(rt);
  return (phones || rooms) && mayEver(actor, "drill.run");
}

/** @throws AppError forbidden, with a sentence where it is the installation that forbids it */
export function requireDrill(rt: Doors, actor: UserActor, fault?: DrillId): void {
  if (!mayEver(actor, "drill.run")) throw new AppError("forbidden");
  const { phones, rooms } = drillSides(rt);
  const isOpen = fault === undefined ? phones || rooms : isRoomDrill(fault) ? rooms : phones;
  if (!isOpen) throw new AppError("forbidden", { message: "drillLive" });
}
