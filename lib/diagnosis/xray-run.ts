import "server-only";
import type { UserActor } from "@/lib/access/actor";
import { type Action, can } from "@/lib/access/can";
import { scopeOf } from "@/lib/access/scope";
import type { Runtime } from "@/lib/runtime";
import { type FixId, xrayFix } from "./fixes";
import type { Watch } from "./read-watch";
import { type RoomGround, readRoom, readRoomGround } from "./room-facts";
import { roomKnownOf, roomUnknownOf } from "./room-known";
import { reasonOf } from "./room-state";
import type { RoomRecords } from "./room-step";
import { roomSteps } from "./room-steps";
import { verdict } from "./verdict";
import type { Verdict } from "./verdict-shape";
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

/**
 * The verdict of an occurrence's x-ray and what may be done about it, without the steps that lead there.
 * @throws AppError not_found, the same for a foreign and an absent occurrence
 */
export async function verdictOfRun(
  rt: Pick<Runtime, "db" | "env">,
  actor: UserActor,
  { id }: { id: number },
  { now, watch }: { now: Date; watch: Watch },
): Promise<Pick<Xray, "verdict" | "fix">> {
  const ground = await readRoomGround(rt, scopeOf(actor), id, now, watch);
  return saidOf(actor, ground, verdict(ground.facts));
}

function saidOf(actor: UserActor, ground: RoomGround, found: Verdict): Pick<Xray, "verdict" | "fix"> {
  const { standing, layer, cause, fix } = found;
  const { facts } = ground;
  return {
    verdict: { layer, cause, fix, standing, code: cause === null ? null : (facts.access ?? reasonOf(facts)) },
    fix: fix === null ? null : fixFor(actor, ground, fix as FixId),
  };
}

/** The x-ray of records in hand. */
export function xrayOfRun(actor: UserActor, records: RoomRecords): Xray {
  const { facts } = records;
  const found = verdict(facts);
  return {
    subject: { kind: "room", id: facts.log.id, recipient: null },
    ...saidOf(actor, records, found),
    layers: found.layers,
    ...roomSteps(records, found),
    known: roomKnownOf(records, found),
    unknown: roomUnknownOf(records, found),
    groups: [],
    now: facts.now.toISOString(),
  };
}

/** What may be done about it, by whom: a room's where the room belongs now, an organisation's where it is closed, the rest where the run belongs. */
function fixFor(actor: UserActor, { run, orgs }: RoomGround, id: FixId): Xray["fix"] {
  const closed = orgs.find(({ status }) => status !== "active")?.path;
  const pathOf = (action: Action) =>
    action === "org.write" ? (closed ?? run.orgPath) : /^(room|limit)\./.test(action) ? run.roomPath : run.orgPath;
  const place = { run: run.log.id, room: run.room.id, schedule: run.schedule.id, bot: run.bot.id };
  return xrayFix(id, place, (action) => can(actor, action, pathOf(action)));
}
