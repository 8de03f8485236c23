import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { type Action, can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import type { Runtime } from "@/lib/runtime";
import { type FixId, xrayFix } from "./fixes";
import { readRoom } from "./room-facts";
import { roomKnownOf, roomUnknownOf } from "./room-known";
import { reasonOf } from "./room-state";
import type { RoomRecords } from "./room-step";
import { roomSteps } from "./room-steps";
import { verdict } from "./verdict";
import type { Xray } from "./xray-dto";

/**
 * Why one occurrence of a schedule is where it is, from its rows alone. Reads only, and says nothing that no record says.
 * @throws AppError not_found, the same for a foreign and an absent occurrence
 */
export async function xrayRun(
  rt: Pick<Runtime, "db" | "clock" | "env">,
  actor: UserActor,
  { id }: { id: number },
): Promise<Xray> {
  const records = await readRoom(rt, scopeOf(actor), id, await rt.clock());
  return xrayOfRun(actor, records);
}

/** The x-ray of records in hand. */
export function xrayOfRun(actor: UserActor, records: RoomRecords): Xray {
  const { facts } = records;
  const found = verdict(facts);
  const { standing, layer, cause, fix, layers } = found;
  return {
    subject: { kind: "room", id: facts.log.id, recipient: null },
    verdict: { layer, cause, fix, standing, code: cause === null ? null : (facts.access ?? reasonOf(facts)) },
    layers,
    fix: fix === null ? null : fixFor(actor, records, fix as FixId),
    ...roomSteps(records, found),
    known: roomKnownOf(records, found),
    unknown: roomUnknownOf(records, found),
    groups: [],
    now: facts.now.toISOString(),
  };
}

/** What may be done about it, by whom: a room's where the room belongs now, an organisation's where it is closed, the rest where the run belongs. */
function fixFor(actor: UserActor, { run, orgs }: RoomRecords, id: FixId): Xray["fix"] {
  const closed = orgs.find(({ status }) => status !== "active")?.path;
  const pathOf = (action: Action) =>
    action === "org.write" ? (closed ?? run.orgPath) : /^(room|limit)\./.test(action) ? run.roomPath : run.orgPath;
  const place = { run: run.log.id, room: run.room.id, schedule: run.schedule.id, bot: run.bot.id };
  return xrayFix(id, place, (action) => can(actor, action, pathOf(action)));
}
